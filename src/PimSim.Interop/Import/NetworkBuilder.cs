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

    /// <summary>How a real first layer takes its pixels where these are no whole numbers, or null.</summary>
    public NormalizedPixels? RealPixels { get; set; }

    /// <summary>What the next node takes.</summary>
    public IReadOnlyList<string> Last => [Nodes.Count == 0 ? BnnNetwork.InputName : Nodes[^1].Name];

    /// <summary>Index of the last node.</summary>
    public int LastIndex => Nodes.Count - 1;

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
        (int outputs, WeightSet weights) = node switch
        {
            DenseNode d => (d.Outputs, d.Weights),
            ConvolutionNode c => (c.OutChannels, c.Weights),
            _ => throw new PimSim.Core.InternalErrorException($"node '{node.Name}' has no weights"),
        };
        WeightSet flipped = weights switch
        {
            BinarizedWeights w => w with { Bits = Flipped(w, w.Count / outputs, channels) },
            RealWeights w => new RealWeights([.. w.Values.Select((v, i) => channels.Contains(i / (w.Values.Length / outputs)) ? -v : v)]),
            _ => throw new PimSim.Core.InternalErrorException($"node '{node.Name}' has weights that are not imported"),
        };
        Nodes[index] = node is DenseNode dense ? dense with { Weights = flipped } : ((ConvolutionNode)node) with { Weights = flipped };
    }

    private static ulong[] Flipped(BinarizedWeights weights, int row, IReadOnlyList<int> channels)
    {
        ulong[] bits = [.. weights.Bits];
        foreach (int channel in channels)
        {
            for (int i = channel * row; i < (channel + 1) * row; i++)
            {
                bits[i / 64] ^= 1UL << (i % 64);
            }
        }

        return bits;
    }

    /// <summary>Replaces all thresholds of channels of the last node that has them, which a pool may follow.</summary>
    public void ChangeThresholds(IReadOnlyList<int> channels, Func<DotThreshold, DotThreshold> change)
    {
        if (channels.Count == 0)
        {
            return;
        }

        int index = Nodes.FindLastIndex(n => n is ThresholdNode or MultiThresholdNode);
        Nodes[index] = Nodes[index] switch
        {
            ThresholdNode one => one with { Thresholds = Changed(one.Thresholds, 1) },
            MultiThresholdNode several => several with { Thresholds = Changed(several.Thresholds, several.PerChannel) },
            NetworkNode other => other,
        };

        DotThreshold[] Changed(DotThreshold[] thresholds, int perChannel)
        {
            DotThreshold[] changed = [.. thresholds];
            foreach (int at in channels.SelectMany(c => Enumerable.Range(c * perChannel, perChannel)))
            {
                changed[at] = change(changed[at]);
            }

            return changed;
        }
    }
}
