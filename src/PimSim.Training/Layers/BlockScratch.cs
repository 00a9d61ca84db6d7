using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Memory of one worker for one image of the largest block.</summary>
internal sealed class BlockScratch
{
    public BlockScratch(int convolutionLength, int pooledLength)
    {
        Convolution = new AlignedFloats(convolutionLength);
        Mismatches = new int[convolutionLength];
        Gradient = new AlignedFloats(pooledLength);
    }

    /// <summary>Result of the convolution.</summary>
    public AlignedFloats Convolution { get; }

    /// <summary>Mismatch counts of a binary convolution.</summary>
    public int[] Mismatches { get; }

    /// <summary>Gradient of the pooled result: windows x channels.</summary>
    public AlignedFloats Gradient { get; }

    /// <summary>What the products of the backward pass need.</summary>
    public GradientScratch Lists { get; } = new();
}
