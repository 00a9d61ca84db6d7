namespace PimSim.Interop;

/// <summary>Shape of an image between two steps.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
internal readonly record struct MapShape(int Height, int Width, int Channels)
{
    /// <summary>Elements.</summary>
    public long Count => (long)Height * Width * Channels;

    /// <inheritdoc/>
    public override string ToString() => $"{Height}x{Width}x{Channels}";
}
