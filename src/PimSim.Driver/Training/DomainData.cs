namespace PimSim.Driver;

/// <summary>What the host has from one domain between two barriers of an update: every domain updates its own copy of the parameters.</summary>
internal sealed class DomainData
{
    private readonly float[][][] sums;
    private readonly bool[][] signs;

    public DomainData(TrainingWorkload workload)
    {
        sums = [.. workload.Blocks.Select(b => Enum.GetValues<ClipSum>().Select(_ => new float[b.Shape.OutChannels]).ToArray())];
        signs = [.. workload.Blocks.Select(b => new bool[b.Shape.OutChannels * b.Shape.PatchElements])];
        Means = new float[workload.Blocks.Count];
        DenseWeights = new float[workload.Outputs * workload.DenseInputs];
    }

    /// <summary>Weights of the fully connected layer: outputs x inputs.</summary>
    public float[] DenseWeights { get; }

    /// <summary>Mean magnitude of the standardized weights, a block each.</summary>
    public float[] Means { get; }

    /// <summary>A channel each.</summary>
    public float[] Sums(int block, ClipSum sum) => sums[block][(int)sum];

    /// <summary>Signs of a block's weights, true for -1: output channels x elements.</summary>
    public bool[] Signs(int block) => signs[block];
}
