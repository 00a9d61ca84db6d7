namespace PimSim.Training;

/// <summary>Memory of one worker for one image of the largest block.</summary>
internal sealed class BlockScratch
{
    public BlockScratch(int convolutionLength, int pooledLength, int patchLength)
    {
        Convolution = new float[convolutionLength];
        Gradient = new float[pooledLength];
        Offsets = new int[pooledLength];
        Factors = new float[pooledLength];
        Patches = new float[patchLength];
    }

    /// <summary>Result of the convolution.</summary>
    public float[] Convolution { get; }

    /// <summary>Gradient of the pooled result: windows x channels.</summary>
    public float[] Gradient { get; }

    /// <summary>Where each window's gradient goes: channels x windows.</summary>
    public int[] Offsets { get; }

    /// <summary>The gradient: channels x windows.</summary>
    public float[] Factors { get; }

    /// <summary>Patches of the input, one a position.</summary>
    public float[] Patches { get; }
}
