using System.Numerics;

namespace PimSim.Device;

/// <summary>
/// A single-error-correcting, double-error-detecting code with columns of odd weight (Hsiao, IBM J. Res. Dev. 14(4), 1970): check bits
/// have the columns of weight 1, data bits those of weight 3 in rising order, then of weight 5. Two columns add up to an even weight, which is no column.
/// </summary>
internal sealed class SecDedCode
{
    private const int NoBit = -1;

    private readonly uint[] columns;
    private readonly int[] bitOfSyndrome;

    /// <summary>A code for words of 64 or 128 data bits.</summary>
    public SecDedCode(int dataBits)
    {
        DataBits = dataBits;
        CheckBits = dataBits <= 64 ? 8 : 9;
        columns = [.. Columns(3).Concat(Columns(5)).Take(dataBits)];
        bitOfSyndrome = new int[1 << CheckBits];
        Array.Fill(bitOfSyndrome, NoBit);
        for (int bit = 0; bit < dataBits + CheckBits; bit++)
        {
            bitOfSyndrome[Column(bit)] = bit;
        }
    }

    /// <summary>Data bits of a word.</summary>
    public int DataBits { get; }

    /// <summary>Check bits of a word.</summary>
    public int CheckBits { get; }

    /// <summary>Syndrome of one wrong bit; check bits follow the data bits.</summary>
    public uint Column(int bit) => bit < DataBits ? columns[bit] : 1u << (bit - DataBits);

    /// <summary>Check bits of data, which is also the syndrome of data bits that are wrong.</summary>
    public uint Check(ReadOnlySpan<ulong> data)
    {
        uint check = 0;
        for (int w = 0; w < DataBits / 64; w++)
        {
            for (ulong left = data[w]; left != 0; left &= left - 1)
            {
                check ^= columns[(w * 64) + BitOperations.TrailingZeroCount(left)];
            }
        }

        return check;
    }

    /// <summary>What a decoder makes of a syndrome.</summary>
    /// <param name="syndrome">Check bits of the wrong data bits, xor the wrong check bits.</param>
    /// <param name="bit">The bit that it inverts, or -1.</param>
    /// <returns>False where the word is known to be wrong and left as it is.</returns>
    public bool Decode(uint syndrome, out int bit)
    {
        bit = syndrome == 0 ? NoBit : bitOfSyndrome[syndrome];
        return syndrome == 0 || bit != NoBit;
    }

    private IEnumerable<uint> Columns(int weight)
    {
        for (uint c = 0; c < 1u << CheckBits; c++)
        {
            if (BitOperations.PopCount(c) == weight)
            {
                yield return c;
            }
        }
    }
}
