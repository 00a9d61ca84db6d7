namespace PimSim.Bnn;

/// <summary>
/// Writes sketched layers into a graph. A layer L of m bases becomes binary layers L-base1 ... L-basem of scale 1, batch norms L-scale1 ...
/// that hold the scales (and the bias, in the first), and additions L-sum2 ..., of which the last is named L, so that what follows stays. A
/// layer of one base whose results go through a batch norm into a sign stays one binary layer: its scales are folded into thresholds, exactly.
/// </summary>
internal sealed class SketchWriter(BnnNetwork network, IReadOnlyDictionary<string, BatchNormNode> norms)
{
    private readonly Dictionary<string, NetworkNode[]> replaced = new(StringComparer.Ordinal);
    private readonly HashSet<string> foldedLayers = new(StringComparer.Ordinal);

    /// <summary>Whether a layer's scales are in thresholds.</summary>
    public bool IsFolded(string layer) => foldedLayers.Contains(layer);

    /// <summary>The name of the binary layer of base <paramref name="j"/>, from 0, of a layer that is not folded.</summary>
    public static string BaseName(string layer, int j) => FormattableString.Invariant($"{layer}-base{j + 1}");

    /// <summary>Puts a sketch in the place of a layer.</summary>
    public void Replace(LayerPlan block, WeightSketch sketch)
    {
        float[]? bias = block.Dense?.Bias;
        if (sketch.Bits == 1 && bias is null && block is { Norm: not null, HasSign: true, PoolPosition: not PoolPosition.AfterNorm })
        {
            Fold(block, sketch);
            return;
        }

        string name = block.Name;
        var nodes = new List<NetworkNode>();
        string sum = "";
        for (int j = 0; j < sketch.Bits; j++)
        {
            bool isLast = j == sketch.Bits - 1;
            NetworkNode layer = Base(block.Layer, BaseName(name, j), sketch.Packed(j));
            BatchNormNode scale = Scale(
                sketch.Bits == 1 ? name : FormattableString.Invariant($"{name}-scale{j + 1}"), layer.Name, sketch.Scales(j), j == 0 && bias is not null ? bias : new float[block.Channels]);
            nodes.AddRange(layer, scale);
            if (j == 0)
            {
                sum = scale.Name;
                continue;
            }

            nodes.Add(new AddNode { Name = isLast ? name : FormattableString.Invariant($"{name}-sum{j + 1}"), Inputs = [sum, scale.Name] });
            sum = nodes[^1].Name;
        }

        replaced.Add(name, [.. nodes]);
    }

    /// <summary>The network as it stands.</summary>
    public BnnNetwork Network() => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = network.Classes,
        ReadOut = network.ReadOut,
        IsShapeOnly = network.IsShapeOnly,
        Nodes = [.. network.Nodes.SelectMany(n => replaced.TryGetValue(n.Name, out NetworkNode[]? nodes) ? nodes : [Renewed(n)])],
    };

    private NetworkNode Renewed(NetworkNode node) => norms.GetValueOrDefault(node.Name) ?? node;

    private void Fold(LayerPlan block, WeightSketch sketch)
    {
        var norm = (BatchNormNode)Renewed(block.Norm!);
        NetworkNode sign = network.Nodes.First(n => n.Inputs.Contains(norm.Name, StringComparer.Ordinal));
        var thresholds = new DotThreshold[block.Channels];
        for (int c = 0; c < thresholds.Length; c++)
        {
            BatchNormNode channel = norm with { Gamma = [norm.Gamma[c]], Beta = [norm.Beta[c]], Mean = [norm.Mean[c]], Variance = [norm.Variance[c]] };
            thresholds[c] = ThresholdFolding.FoldDots(channel, sketch.Scales(0)[c], 1, block.Positions)[0];
        }

        replaced.Add(block.Name, [Base(block.Layer, block.Name, sketch.Packed(0))]);
        replaced.Add(norm.Name, []);
        replaced.Add(sign.Name, [new ThresholdNode { Name = sign.Name, Inputs = norm.Inputs, Thresholds = thresholds }]);
        foldedLayers.Add(block.Name);
    }

    private static NetworkNode Base(NetworkNode layer, string name, BinarizedWeights weights) => layer switch
    {
        ConvolutionNode convolution => convolution with { Name = name, Weights = weights },
        _ => (DenseNode)layer with { Name = name, Weights = weights, Bias = null },
    };

    // Mean 0, variance 1 and epsilon 0: scale and shift are these numbers, unrounded.
    private static BatchNormNode Scale(string name, string layer, ReadOnlySpan<float> scales, float[] shifts) => new()
    {
        Name = name,
        Inputs = [layer],
        Gamma = scales.ToArray(),
        Beta = [.. shifts],
        Mean = new float[scales.Length],
        Variance = [.. Enumerable.Repeat(1f, scales.Length)],
        Epsilon = 0f,
    };
}
