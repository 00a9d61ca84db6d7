namespace PimSim.Bnn;

/// <summary>Shape of a node's output, stored with the channel as the fastest axis.</summary>
/// <param name="Height">Rows; 1 after a dense layer.</param>
/// <param name="Width">Columns; 1 after a dense layer.</param>
/// <param name="Channels">Channels, or the outputs of a dense layer.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Elements of one image.</summary>
    public int Count => Height * Width * Channels;

    /// <summary>For messages: <c>28x28x1</c>.</summary>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
