using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Between bytes on the data bus and words by chip. Byte b of each beat belongs to chip b * chips / bytes per beat; a
/// chip's word is its bytes in the order of the beats.
/// </summary>
public sealed class BusWord
{
    private readonly int chips;
    private readonly int beats;
    private readonly int bytesPerChipBeat;

    /// <summary>The order of <paramref name="organization"/>.</summary>
    public BusWord(Organization organization)
    {
        chips = organization.Chips;
        beats = organization.BurstLength;
        bytesPerChipBeat = organization.BusBits / 8 / chips;
        Bytes = organization.AccessBits / 8;
        Words = organization.AccessBits / 64;
        WordsPerChip = Words / chips;
    }

    /// <summary>Bytes of one burst.</summary>
    public int Bytes { get; }

    /// <summary>64-bit words of one burst.</summary>
    public int Words { get; }

    /// <summary>64-bit words of one burst that lie in one chip.</summary>
    public int WordsPerChip { get; }

    /// <summary>Bus bytes of words ordered by chip.</summary>
    public void ToBus(ReadOnlySpan<ulong> words, Span<byte> bus)
    {
        for (int c = 0, i = 0; c < chips; c++)
        {
            for (int n = 0; n < beats * bytesPerChipBeat; n++, i++)
            {
                bus[Place(c, n)] = (byte)(words[i / 8] >> (i % 8 * 8));
            }
        }
    }

    /// <summary>Words ordered by chip of bus bytes.</summary>
    public void FromBus(ReadOnlySpan<byte> bus, Span<ulong> words)
    {
        words[..Words].Clear();
        for (int c = 0, i = 0; c < chips; c++)
        {
            for (int n = 0; n < beats * bytesPerChipBeat; n++, i++)
            {
                words[i / 8] |= (ulong)bus[Place(c, n)] << (i % 8 * 8);
            }
        }
    }

    private int Place(int chip, int n)
    {
        int beat = n / bytesPerChipBeat;
        return (((beat * chips) + chip) * bytesPerChipBeat) + (n % bytesPerChipBeat);
    }
}
