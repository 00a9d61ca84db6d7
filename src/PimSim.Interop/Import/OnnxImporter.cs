using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// Makes a network of an ONNX graph, exactly. Constants are folded; what depends on the image is followed from the input on as a
/// table of pixels, then as a scale and an offset times whole numbers in each channel, until a quantizer makes thresholds of them.
/// </summary>
internal sealed class OnnxImporter
{
    private readonly OnnxModel model;
    private readonly ConstantFolding folding;
    private readonly FoldBudget budget;
    private readonly FoldBudget images;
    private readonly NetworkBuilder network = new();
    private readonly Dictionary<string, object> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);

    private OnnxImporter(OnnxModel model)
    {
        this.model = model;
        long stored = model.Graph.Initializers.Values.Sum(t => (long)t.Count);
        budget = new FoldBudget(stored);
        images = new FoldBudget(stored, least: 1 << 26);
        folding = new ConstantFolding(budget);
    }

    /// <summary>The network of a graph.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="name">Name of the network.</param>
    /// <param name="options">What the graph does not say.</param>
    /// <exception cref="UserErrorException">PIM1120 to PIM1135: what cannot be imported, with the node and what to do. PIM0400 to PIM0420: a
    /// network that the devices do not run.</exception>
    public static BnnNetwork Import(OnnxModel model, string name, OnnxImportOptions? options = null) =>
        new OnnxImporter(model).Run(name, options ?? new OnnxImportOptions());

    private BnnNetwork Run(string name, OnnxImportOptions options)
    {
        OnnxValue output = this.model.Graph.Outputs is [var only] ? only : throw Output($"gives {this.model.Graph.Outputs.Count} outputs");
        PixelActivation pixels = GraphInput.Of(this.model, options);
        values.Add(this.model.Graph.Inputs[0].Name, pixels);
        List<OnnxNode> nodes = Needed(output.Name);
        foreach (string taken in nodes.SelectMany(node => node.Inputs).Append(output.Name))
        {
            uses[taken] = uses.GetValueOrDefault(taken) + 1;
        }

        foreach (OnnxNode node in nodes)
        {
            Step(node);
            Release(node);
        }

        LayerActivation scores = (Find(output.Name) as ClassActivation)?.Scores ?? Scores(Find(output.Name));
        if (scores.Node != network.LastIndex)
        {
            throw Output("ends in a value that another layer takes");
        }

        BnnNetwork result = new()
        {
            Name = name,
            Input = new InputEncoding
            {
                Height = pixels.Image.Height,
                Width = pixels.Image.Width,
                Channels = pixels.Image.Channels,
                Levels = network.Levels,
                Mean = network.RealPixels?.Mean ?? [],
                Deviation = network.RealPixels?.Deviation ?? [],
            },
            Classes = options.Classes.Count > 0 ? options.Classes : [.. Enumerable.Range(0, scores.Image.Count).Select(c => $"{c}")],
            ReadOut = scores.IsReal ? ReadOutImport.OfReals(scores, this.model.File) : ReadOutImport.Of(scores, this.model.File),
            Nodes = network.Nodes,
        };
        _ = NetworkPlanner.Plan(result);
        return result;
    }

    /// <summary>The nodes that the output depends on, in order.</summary>
    private List<OnnxNode> Needed(string output)
    {
        HashSet<string> wanted = new(StringComparer.Ordinal) { output };
        List<OnnxNode> needed = [];
        foreach (OnnxNode node in this.model.Graph.Nodes.Reverse().Where(node => node.Outputs.Any(wanted.Contains)))
        {
            needed.Add(node);
            wanted.UnionWith(node.Inputs);
        }

        needed.Reverse();
        return needed;
    }

    private void Step(OnnxNode node)
    {
        int layers = network.LastIndex;
        object?[] operands = [.. node.Inputs.Select(input => input.Length == 0 ? null : Find(input))];
        try
        {
            bool isLarq = node.Domain is LarqStep.BuiltIn or LarqStep.Custom;
            if (node.Domain.Length > 0 && !isLarq && !QonnxDomains.Contains(node.Domain))
            {
                throw Unknown(node);
            }

            object? result = operands.OfType<ClassActivation>().FirstOrDefault() is { } found ? AfterClass(node, found)
                : !operands.Any(o => o is Activation) ? Constant(node, Array.ConvertAll(operands, o => o as OnnxConstant), isLarq)
                : isLarq ? new LarqStep(network, budget, this.model.Graph.Values).Run(node, operands)
                : ActivationStep.Run(network, budget, node, operands);
            if (network.LastIndex > layers && result is Activation made)
            {
                images.Take(node, made.Shape);
            }

            int taken = string.Equals(node.Operator, "TopK", StringComparison.Ordinal) ? 1 : 0;
            values.Add(node.Outputs.Count > taken ? node.Outputs[taken] : throw ImportFault.Operand(node, "has no output"), result ?? throw Unknown(node));
        }
        catch (ArithmeticException fault)
        {
            throw ImportFault.Number(node, fault.Message);
        }
    }

    /// <summary>Forgets what no later node takes, so that memory does not grow with the number of nodes.</summary>
    private void Release(OnnxNode node)
    {
        foreach (string name in node.Inputs)
        {
            if (--uses[name] == 0)
            {
                values.Remove(name);
            }
        }
    }

    private object Find(string name)
    {
        if (!values.TryGetValue(name, out object? value))
        {
            value = this.model.Graph.Initializers.TryGetValue(name, out Data.NamedTensor? tensor)
                ? OnnxConstant.From(tensor)
                : throw Output($"needs '{name}', which is a further output of its node");
            values.Add(name, value);
        }

        return value;
    }

    private OnnxConstant? Constant(OnnxNode node, OnnxConstant?[] operands, bool isLarq) =>
        isLarq ? LarqStep.Fold(node, operands) ?? throw LarqFault.Unknown(node) : folding.Fold(node, operands);

    private static ClassActivation AfterClass(OnnxNode node, ClassActivation found) =>
        node.Operator is "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" or "Identity" or "Cast" or "RESHAPE" or "SQUEEZE" or "ARG_MAX" ? found
            : node.Domain is LarqStep.BuiltIn or LarqStep.Custom ? throw LarqFault.Unknown(node)
            : throw Unknown(node);

    private LayerActivation Scores(object value) => value is LayerActivation { IsScores: true } scores
        ? scores
        : throw Output("does not end in one score for each class, in the order of a layer's outputs");

    internal static UserErrorException Unknown(OnnxNode node) => new(
        "PIM1120",
        $"node '{node.Name}' is a {(node.Domain.Length == 0 ? "" : node.Domain + ".")}{node.Operator} at this place, which is not known",
        node.File,
        "export the network with QONNX operators (BipolarQuant, Quant, MultiThreshold) and MatMul, Gemm, Conv, MaxPool and BatchNormalization; leave out what is not needed for inference");

    private UserErrorException Output(string what) => new("PIM1131", $"the graph {what}", this.model.File, "export the network with the class scores, or the class, as its only output");
}
