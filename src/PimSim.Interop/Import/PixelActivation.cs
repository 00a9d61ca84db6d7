namespace PimSim.Interop;

/// <summary>What a pixel has become before the first layer: a value for each of its 256 values, in each channel.</summary>
internal sealed record PixelActivation : Activation
{
    /// <summary>Channels, each of 256 values.</summary>
    public required Surd[][] Tables { get; init; }

    /// <summary>The normalization that the tables came from as numbers of the graph, or null where it is another.</summary>
    public NormalizedPixels? Real { get; init; }

    /// <summary>The tables as they came: with others, the graph has changed its pixels.</summary>
    public Surd[][]? Given { get; init; }

    /// <inheritdoc/>
    public override Activation Affine(Surd[] factor, Surd[] term) =>
        this with { Tables = [.. Tables.Select((table, c) => Array.ConvertAll(table, x => (x * factor[c]) + term[c]))] };
}
