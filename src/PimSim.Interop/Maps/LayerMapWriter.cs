using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Writes the layer map (<c>format: pimsim-map/1</c>) with which the tensors of <see cref="TensorExport"/> are read back as a network that gives the same answers.</summary>
internal sealed class LayerMapWriter
{
    private readonly StringBuilder text = new();
    private readonly BnnNetwork network;

    private LayerMapWriter(BnnNetwork network)
    {
        this.network = network;
    }

    /// <summary>The map.</summary>
    /// <exception cref="UserErrorException">PIM1153: something that a map has no words for.</exception>
    public static string Write(BnnNetwork network)
    {
        _ = NetworkPlanner.Plan(network);
        return new LayerMapWriter(network).Map();
    }

    private string Map()
    {
        bool isHighest = network.ReadOut is HighestSetReadOut;
        Line($"format: {MapReader.Format}");
        Line($"name: {Quote(network.Name)}");
        Line($"input: {{shape: [{network.Input.Height}, {network.Input.Width}, {network.Input.Channels}], {MapPixels.Words(network.Input)}}}");
        Line($"classes: [{string.Join(", ", network.Classes.Select(Quote))}]");
        Line($"decision: {(isHighest ? "highest-firing" : "largest-sum")}");
        Line($"layers:");
        for (int i = 0; i < network.Nodes.Count; i++)
        {
            Line($"  - {{{Words(network.Nodes[i], i == 0 ? null : network.Nodes[i - 1])}}}");
        }

        NetworkNode last = network.Nodes[^1];
        switch (network.ReadOut)
        {
            case HighestSetReadOut highest:
                Line($"  - {{{ThresholdWords($"{last.Name}.class", last.Name, "class_threshold", highest.Thresholds, last)}}}");
                break;
            case ArgMaxReadOut when last is not (SignNode or ThresholdNode or MultiThresholdNode):
                break;
            default:
                throw Fault(last, $"its class is read in another way than a map can say ({network.ReadOut.GetType().Name} after a {last.GetType().Name})");
        }

        return text.ToString();
    }

    private static string Words(NetworkNode node, NetworkNode? before) => node switch
    {
        DenseNode d => $"kind: dense, name: {Quote(d.Name)}, inputOrder: hwc, weights: {Weights(d, d.Weights, "out-in")}{(d.Bias is null ? "" : $", bias: {Quote($"{d.Name}.bias")}")}",
        ConvolutionNode c => string.Create(
            CultureInfo.InvariantCulture,
            $"kind: convolution, name: {Quote(c.Name)}, stride: {c.Stride}, padding: {c.Padding}, border: {Border(c.PaddingValue)}, groups: {c.Groups}, weights: {Weights(c, c.Weights, "oihw")}"),
        MaxPoolNode p => string.Create(CultureInfo.InvariantCulture, $"kind: max-pool, name: {Quote(p.Name)}, size: {p.Size}, stride: {p.Stride}"),
        BatchNormNode n => string.Create(
            CultureInfo.InvariantCulture,
            $"kind: batch-norm, name: {Quote(n.Name)}, gamma: {Part(n, "gamma")}, beta: {Part(n, "beta")}, mean: {Part(n, "mean")}, variance: {Part(n, "variance")}, epsilon: {(double)n.Epsilon:R}"),
        ThresholdNode t => ThresholdWords(t.Name, t.Name, "threshold", t.Thresholds, before!),
        MultiThresholdNode m => string.Create(CultureInfo.InvariantCulture, $"{ThresholdWords(m.Name, m.Name, "threshold", m.Thresholds, before!)}, count: {m.PerChannel}, offset: {m.Offset}"),
        _ => $"kind: sign, name: {Quote(node.Name)}",
    };

    private static string Weights(NetworkNode node, WeightSet weights, string layout) => weights switch
    {
        RealWeights => $"{{tensor: {Part(node, "weight")}, layout: {layout}, signs: real}}",
        BinarizedWeights { Scale: 1f } => $"{{tensor: {Part(node, "weight")}, layout: {layout}, signs: non-zero}}",
        BinarizedWeights { Scale: > 0f } => $"{{tensor: {Part(node, "weight")}, layout: {layout}, signs: non-zero, scale: {Part(node, "scale")}}}",
        ClippedWeights clipped when Binarized(node, clipped).Scale > 0 => $"{{tensor: {Part(node, "sign")}, layout: {layout}, signs: non-zero, scale: {Part(node, "scale")}}}",
        _ => throw Fault(node, "its scale is 0"),
    };

    private static BinarizedWeights Binarized(NetworkNode node, ClippedWeights weights) =>
        BinarizedForm.Binarize(weights, (node as ConvolutionNode)?.OutChannels ?? ((DenseNode)node).Outputs, node.Name);

    /// <summary>Thresholds of a map are on the sums of the layer right before them, and fire from a value on.</summary>
    private static string ThresholdWords(string name, string owner, string part, DotThreshold[] thresholds, NetworkNode before)
    {
        if (before is not (DenseNode { Weights: BinarizedWeights { Scale: 1f } } or ConvolutionNode { Weights: BinarizedWeights { Scale: 1f } }))
        {
            throw Fault(before, "thresholds follow it, and it is no binary layer of scale 1");
        }

        return Array.Exists(thresholds, t => t.AtMost)
            ? throw Fault(before, "it has a threshold that fires up to a value")
            : $"kind: thresholds, name: {Quote(name)}, tensor: {Quote($"{owner}.{part}")}, compare: \">=\", domain: dot";
    }

    private static string Border(PaddingValue value) => value switch { PaddingValue.PlusOne => "plus", PaddingValue.MinusOne => "minus", _ => "zero" };

    private static string Part(NetworkNode node, string part) => Quote($"{node.Name}.{part}");

    /// <summary>A text as a quoted scalar; the escapes of JSON are ones of YAML too.</summary>
    private static string Quote(string value) => $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";

    private void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static UserErrorException Fault(NetworkNode node, string why) =>
        new("PIM1153", $"a layer map has no words for node '{node.Name}': {why}", remedy: "leave --map out, or keep the network as .pimnet");
}
