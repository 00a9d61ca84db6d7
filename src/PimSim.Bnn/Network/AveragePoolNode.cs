namespace PimSim.Bnn;

/// <summary>
/// Average-pooling without padding: the sum of a window in rising row and column, rounded after each addition, times the fp32 reciprocal of
/// the window's size. With the size of the image it is a global average pool.
/// </summary>
public sealed record AveragePoolNode : NetworkNode
{
    /// <summary>Window rows and columns.</summary>
    public required int Size { get; init; }

    /// <summary>Step between windows.</summary>
    public required int Stride { get; init; }
}
