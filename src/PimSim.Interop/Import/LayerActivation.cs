namespace PimSim.Interop;

/// <summary>What a node of the network gives: scale * n + offset in each channel, n its whole numbers or its bits as +-1.</summary>
internal sealed record LayerActivation : Activation
{
    /// <summary>Index of the node.</summary>
    public required int Node { get; init; }

    /// <summary>Whether n comes from a quantizer, so that a layer can take it: +-1 or a few whole numbers.</summary>
    public required bool IsQuantized { get; init; }

    /// <summary>The smallest n.</summary>
    public required int Least { get; init; }

    /// <summary>The largest n.</summary>
    public required int Most { get; init; }

    /// <summary>From one possible n to the next, counted from <see cref="Least"/> on: 2 where all are of one parity.</summary>
    public required int Step { get; init; }

    /// <summary>Scale of each channel.</summary>
    public required Surd[] Scale { get; init; }

    /// <summary>Offset of each channel.</summary>
    public required Surd[] Offset { get; init; }

    /// <summary>What a rectifier has left of each channel's values, or null where there was none.</summary>
    public ValueRange[]? Range { get; init; }

    /// <summary>Whether n is not whole but fp32, the sums of a layer of real weights.</summary>
    public bool IsReal { get; init; }

    /// <summary>Whether it is one value for each class, in the order of a layer's outputs.</summary>
    public bool IsScores => Range is null && Image.Count == Image.Channels && IsInOrder;

    /// <summary>Whether n is a quantizer's +-1.</summary>
    public bool IsBits => IsQuantized && Least == -1 && Most == 1 && Step == 2;

    /// <summary>How many n are possible.</summary>
    public int Count => ((Most - Least) / Step) + 1;

    /// <inheritdoc/>
    public override Activation Affine(Surd[] factor, Surd[] term) => this with
    {
        Scale = [.. Scale.Select((s, c) => s * factor[c])],
        Offset = [.. Offset.Select((o, c) => (o * factor[c]) + term[c])],
        Range = Range is null ? null : [.. Range.Select((r, c) => r.Affine(factor[c], term[c]))],
    };

    /// <summary>The possible n in rising order: the first has index 0.</summary>
    public int NumberAt(int index) => Least + (index * Step);

    /// <summary>The value that n has in a channel.</summary>
    public Surd Value(int channel, int n)
    {
        Surd value = (Scale[channel] * n) + Offset[channel];
        return Range is null ? value : Range[channel].Keep(value);
    }
}
