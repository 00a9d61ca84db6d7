namespace PimSim.Bnn;

/// <summary>Max-pooling; a window that would leave the padded image is dropped, and what lies in the border never wins.</summary>
public sealed record MaxPoolNode : NetworkNode
{
    /// <summary>Window rows and columns.</summary>
    public required int Size { get; init; }

    /// <summary>Step between windows.</summary>
    public required int Stride { get; init; }

    /// <summary>Border on each side, both directions, less than <see cref="Size"/>.</summary>
    public int Padding { get; init; }
}
