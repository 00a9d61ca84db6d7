namespace PimSim.Bnn;

/// <summary>Max-pooling without padding; a window that would leave the image is dropped.</summary>
public sealed record MaxPoolNode : NetworkNode
{
    /// <summary>Window rows and columns.</summary>
    public required int Size { get; init; }

    /// <summary>Step between windows.</summary>
    public required int Stride { get; init; }
}
