namespace PimSim.Core;

/// <summary>
/// A sequence drawn from <see cref="Philox"/>: key = seed, counter = (position, stream). Streams of one seed never share
/// a block. For work whose order is fixed (shuffles, initial weights); what may be evaluated in any order calls
/// <see cref="Philox.Block"/> with a counter of its own. A mutable value type: pass it by reference.
/// </summary>
public struct PhiloxStream
{
    private readonly ulong seed;
    private readonly ulong stream;
    private ulong nextBlock;
    private uint word1;
    private uint word2;
    private uint word3;
    private int wordsLeft;

    /// <summary>Starts at the beginning of a stream.</summary>
    /// <param name="seed">What the user chose.</param>
    /// <param name="stream">Which use of the seed this is; one number for each use.</param>
    public PhiloxStream(ulong seed, ulong stream)
    {
        this.seed = seed;
        this.stream = stream;
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        switch (wordsLeft)
        {
            case 3:
                wordsLeft = 2;
                return word1;
            case 2:
                wordsLeft = 1;
                return word2;
            case 1:
                wordsLeft = 0;
                return word3;
            default:
                (uint first, word1, word2, word3) = Philox.Block(this.seed, nextBlock, this.stream);
                nextBlock++;
                wordsLeft = 3;
                return first;
        }
    }

    /// <summary>64 random bits: the low half is drawn first.</summary>
    public ulong NextUInt64()
    {
        ulong low = NextUInt32();
        return low | ((ulong)NextUInt32() << 32);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform in [0, <paramref name="exclusiveMaximum"/>), without bias (Lemire 2019: multiply, reject the short remainder).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not positive.</exception>
    public int NextInt(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        uint range = (uint)exclusiveMaximum;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint rejectBelow = unchecked(0u - range) % range;
            while ((uint)product < rejectBelow)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Permutes in place, every order equally likely (Fisher and Yates, from the last element down).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
