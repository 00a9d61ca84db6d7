using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>The nodes of the network as they come into being; only the last one may be continued.</summary>
internal sealed class NetworkBuilder
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal) { BnnNetwork.InputName };

    /// <summary>The nodes so far.</summary>
    public List<NetworkNode> Nodes { get; } = [];

    /// <summary>Levels of the pixels, once the first layer stands.</summary>
    public int[]? Levels { get; set; }

    /// <summary>What the next node takes.</summary>
    public IReadOnlyList<string> Last => [Nodes.Count == 0 ? BnnNetwork.InputName : Nodes[^1].Name];

    /// <summary>Index of the last node.</summary>
    public int LastIndex => Nodes.Count - 1;

    /// <summary>Whether a node takes +-1: sums of them are all even or all odd.</summary>
    public bool TakesSigns(int index) => index > 0 || Array.TrueForAll(Levels!, l => l is 1 or -1);

    /// <summary>A name like that of the graph's node, which no other node has.</summary>
    public string NameFor(OnnxNode node)
    {
        string name = node.Name;
        for (int i = 2; !names.Add(name); i++)
        {
            name = $"{node.Name}-{i}";
        }

        return name;
    }

    /// <exception cref="PimSim.Core.UserErrorException">PIM1129: the value is not the last node's.</exception>
    public void RequireHead(OnnxNode node, Activation value)
    {
        if (value is LayerActivation layer ? layer.Node != LastIndex : Nodes.Count > 0)
        {
            throw ImportFault.Branch(node);
        }
    }

    /// <summary>Replaces the weights of channels by their negatives.</summary>
    public void FlipRows(int index, IReadOnlyList<int> channels)
    {
        NetworkNode node = Nodes[index];
        (int outputs, BinarizedWeights weights) = node switch
        {
            DenseNode { Weights: BinarizedWeights w } d => (d.Outputs, w),
            ConvolutionNode { Weights: BinarizedWeights w } c => (c.OutChannels, w),
            _ => throw new PimSim.Core.InternalErrorException($"node '{node.Name}' has no signs"),
        };
        ulong[] bits = [.. weights.Bits];
        int row = weights.Count / outputs;
        foreach (int channel in channels)
        {
            for (int i = channel * row; i < (channel + 1) * row; i++)
            {
                bits[i / 64] ^= 1UL << (i % 64);
            }
        }

        BinarizedWeights flipped = weights with { Bits = bits };
        Nodes[index] = node is DenseNode dense ? dense with { Weights = flipped } : ((ConvolutionNode)node) with { Weights = flipped };
    }

    /// <summary>Replaces thresholds of the last <see cref="ThresholdNode"/>, which a pool may follow.</summary>
    public void ChangeThresholds(IReadOnlyList<int> channels, Func<DotThreshold, DotThreshold> change)
    {
        int index = Nodes.FindLastIndex(n => n is ThresholdNode);
        var node = (ThresholdNode)Nodes[index];
        DotThreshold[] thresholds = [.. node.Thresholds];
        foreach (int channel in channels)
        {
            thresholds[channel] = change(thresholds[channel]);
        }

        Nodes[index] = node with { Thresholds = thresholds };
    }
}
