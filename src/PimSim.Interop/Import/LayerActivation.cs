namespace PimSim.Interop;

/// <summary>What a node of the network gives: scale * n + offset in each channel, n its whole numbers or its bits as +-1.</summary>
internal sealed record LayerActivation : Activation
{
    /// <summary>Index of the node.</summary>
    public required int Node { get; init; }

    /// <summary>Whether n is +-1.</summary>
    public required bool IsBits { get; init; }

    /// <summary>The largest magnitude of n.</summary>
    public required int Bound { get; init; }

    /// <summary>From one possible n to the next, counted from -<see cref="Bound"/> on: 2 where all are of one parity.</summary>
    public required int Step { get; init; }

    /// <summary>Scale of each channel.</summary>
    public required Surd[] Scale { get; init; }

    /// <summary>Offset of each channel.</summary>
    public required Surd[] Offset { get; init; }

    /// <inheritdoc/>
    public override Activation Affine(Surd[] factor, Surd[] term) => this with
    {
        Scale = [.. Scale.Select((s, c) => s * factor[c])],
        Offset = [.. Offset.Select((o, c) => (o * factor[c]) + term[c])],
    };

    /// <summary>The value that n has in a channel.</summary>
    public Surd Value(int channel, int n) => (Scale[channel] * n) + Offset[channel];
}
