using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The trained network as a graph: conv1, pool1, norm1, sign1, conv2, ..., dense.</summary>
internal static class NetworkExport
{
    public static string ConvolutionName(int block) => $"conv{block + 1}";

    public static string NormName(int block) => $"norm{block + 1}";

    public static BnnNetwork From(NetworkTemplate template, IReadOnlyList<ExportedBlock> blocks, float[] denseWeights, float[] denseBias)
    {
        List<NetworkNode> nodes = [];
        string previous = BnnNetwork.InputName;
        for (int i = 0; i < blocks.Count; i++)
        {
            nodes.AddRange(Block(template.Blocks[i], blocks[i], i, previous));
            previous = nodes[^1].Name;
        }

        nodes.Add(new DenseNode
        {
            Name = "dense",
            Inputs = [previous],
            Outputs = denseBias.Length,
            Weights = new RealWeights([.. denseWeights]),
            Bias = [.. denseBias],
        });
        return new BnnNetwork { Name = template.Name, Input = template.Input, Classes = template.Classes, Nodes = nodes };
    }

    private static IEnumerable<NetworkNode> Block(BlockTemplate template, ExportedBlock block, int index, string previous)
    {
        int number = index + 1;
        StoredWeights stored = block.Weights;
        yield return new ConvolutionNode
        {
            Name = ConvolutionName(index),
            Inputs = [previous],
            OutChannels = template.OutChannels,
            KernelHeight = template.KernelSize,
            KernelWidth = template.KernelSize,
            Stride = template.Stride,
            Padding = template.Padding,
            PaddingValue = template.PaddingValue,
            Groups = 1,
            Weights = stored.Weights,
        };
        previous = ConvolutionName(index);
        if (template.PoolSize > 1)
        {
            yield return new MaxPoolNode { Name = $"pool{number}", Inputs = [previous], Size = template.PoolSize, Stride = template.PoolSize };
            previous = $"pool{number}";
        }

        BatchNormNode norm = new()
        {
            Name = NormName(index),
            Inputs = [previous],
            Gamma = [.. block.Gamma],
            Beta = [.. block.Beta],
            Mean = [.. block.Mean],
            Variance = [.. block.Variance],
            Epsilon = BatchNormState.Epsilon,
        };
        if (stored.ChannelScales is { } scales)
        {
            yield return new ThresholdNode { Name = $"threshold{number}", Inputs = [previous], Thresholds = Fold(norm, scales, block.Elements) };
            yield break;
        }

        yield return norm;
        yield return new SignNode { Name = $"sign{number}", Inputs = [norm.Name] };
    }

    /// <summary>Scale, batch norm and sign of each channel as an integer threshold, exactly: a weight set of a network has one scale.</summary>
    private static DotThreshold[] Fold(BatchNormNode norm, float[] scales, int positions)
    {
        DotThreshold[] thresholds = new DotThreshold[scales.Length];
        for (int c = 0; c < thresholds.Length; c++)
        {
            BatchNormNode channel = norm with { Gamma = [norm.Gamma[c]], Beta = [norm.Beta[c]], Mean = [norm.Mean[c]], Variance = [norm.Variance[c]] };
            thresholds[c] = ThresholdFolding.FoldDots(channel, scales[c], 1, positions)[0];
        }

        return thresholds;
    }
}
