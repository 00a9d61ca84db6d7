using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>Appends bits to a packed row, lowest first, a word at a time.</summary>
internal ref struct BitWriter
{
    private readonly Span<ulong> row;
    private ulong word;
    private int filled;
    private int next;

    public BitWriter(Span<ulong> row)
    {
        this.row = row;
    }

    /// <summary>Appends 1 to 64 bits; bits of <paramref name="bits"/> above them are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(ulong bits, int count)
    {
        this.word |= bits << this.filled;
        int filled = this.filled + count;
        if (filled >= 64)
        {
            this.row[next++] = this.word;
            filled -= 64;

            // The bits that did not fit; a shift by 64 would be a shift by 0.
            this.word = filled == 0 ? 0 : bits >> (count - filled);
        }

        this.filled = filled;
    }

    /// <summary>Appends <paramref name="count"/> bits of a packed row from bit <paramref name="from"/> on.</summary>
    public void Copy(ReadOnlySpan<ulong> source, int from, int count)
    {
        for (int end = from + count; from < end;)
        {
            int shift = from & 63, take = Math.Min(64, end - from), word = from >> 6;
            ulong bits = source[word] >> shift;
            if (shift + take > 64)
            {
                bits |= source[word + 1] << (64 - shift);
            }

            Put(bits & Mask(take), take);
            from += take;
        }
    }

    /// <summary>Appends <paramref name="count"/> equal bits.</summary>
    public void Fill(bool value, int count)
    {
        for (; count > 0; count -= 64)
        {
            int take = Math.Min(64, count);
            Put(value ? Mask(take) : 0, take);
        }
    }

    /// <summary>Writes the last word; clears what follows.</summary>
    public readonly void Finish()
    {
        Span<ulong> rest = this.row[next..];
        rest.Clear();
        if (this.filled > 0)
        {
            rest[0] = this.word;
        }
    }

    /// <summary>The lowest <paramref name="count"/> bits, 1 to 64.</summary>
    public static ulong Mask(int count) => ulong.MaxValue >> (64 - count);
}
