namespace PimSim.Driver;

/// <summary>
/// Output channels that are computed together: unit u holds channels FirstChannel + u * PerUnit .. + PerUnit - 1, as far
/// as there are Channels of them.
/// </summary>
/// <param name="Group">Channel group of the convolution.</param>
/// <param name="FirstChannel">First output channel.</param>
/// <param name="Channels">Output channels of the tile.</param>
/// <param name="PerUnit">Channels (binary) or lanes (real) of a unit.</param>
/// <param name="FirstRow">First row of its weights, in every bank.</param>
/// <param name="Rows">Rows of its weights.</param>
internal sealed record Tile(int Group, int FirstChannel, int Channels, int PerUnit, int FirstRow, int Rows)
{
    /// <summary>Units that hold at least one channel.</summary>
    public int Units => (Channels + PerUnit - 1) / PerUnit;

    /// <summary>Row of the threshold table's contents, or -1.</summary>
    public int ThresholdRow { get; init; } = -1;

    /// <summary>First row of the real weight set (kind a), or -1.</summary>
    public int ClipRow { get; init; } = -1;

    /// <summary>The channel that unit <paramref name="unit"/> holds at <paramref name="index"/>, or -1.</summary>
    public int Channel(int unit, int index)
    {
        int c = (unit * PerUnit) + index;
        return index < PerUnit && c < Channels ? FirstChannel + c : -1;
    }
}
