using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Memory of one worker for one image of the largest block.</summary>
internal sealed class BlockScratch
{
    public BlockScratch(int convolutionLength, int pooledLength, int patchLength)
    {
        Convolution = new AlignedFloats(convolutionLength);
        Mismatches = new int[convolutionLength];
        Gradient = new AlignedFloats(pooledLength);
        Offsets = new int[pooledLength];
        Factors = new float[pooledLength];
        Patches = new AlignedFloats(patchLength);
    }

    /// <summary>Result of the convolution.</summary>
    public AlignedFloats Convolution { get; }

    /// <summary>Mismatch counts of a binary convolution.</summary>
    public int[] Mismatches { get; }

    /// <summary>Gradient of the pooled result: windows x channels.</summary>
    public AlignedFloats Gradient { get; }

    /// <summary>Where each window's gradient goes: channels x windows.</summary>
    public int[] Offsets { get; }

    /// <summary>The gradient: channels x windows.</summary>
    public float[] Factors { get; }

    /// <summary>Patches of the input, one a position.</summary>
    public AlignedFloats Patches { get; }
}
