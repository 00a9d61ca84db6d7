namespace PimSim.Interop;

/// <summary>Max-pooling without padding; windows that would leave the image are dropped.</summary>
internal sealed record MapMaxPool : MapItem
{
    /// <summary>Window rows and columns.</summary>
    public required int Size { get; init; }

    /// <summary>Step between windows.</summary>
    public required int Stride { get; init; }
}
