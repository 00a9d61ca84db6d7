namespace PimSim.Driver;

/// <summary>Where a layer lies in the rows and how its work is cut: tiles of channels, batches of positions.</summary>
internal abstract class LayerLayout
{
    public required int Index { get; init; }

    public required LayerOperation Operation { get; init; }

    public required IReadOnlyList<Tile> Tiles { get; init; }

    /// <summary>Most positions that go through the registers together.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Pool windows of a batch (1 where a window has more positions than a batch).</summary>
    public required int WindowsPerBatch { get; init; }

    /// <summary>Full batches whose results share a read-out of the output buffer.</summary>
    public required int BatchesPerReadOut { get; init; }

    /// <summary>Rows of all banks that the layer takes.</summary>
    public required int Rows { get; init; }

    public LayerShape Shape => Operation.Shape;

    /// <summary>Order of the windows, and which may share a batch.</summary>
    public required WindowOrder Windows { get; init; }
}
