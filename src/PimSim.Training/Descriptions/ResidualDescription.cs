namespace PimSim.Training;

/// <summary>Residual blocks of two 3 x 3 convolutions of signs, each with batch norm.</summary>
internal sealed record ResidualDescription : LayerDescription
{
    /// <summary>Output channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Step of the first block's first convolution.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Blocks one after the other.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Whether a shortcut leads around each convolution; else around each block.</summary>
    public bool ShortcutOfEach { get; init; } = true;
}
