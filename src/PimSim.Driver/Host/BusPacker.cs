using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Makes the bursts of register loads: every chip gets the same register.</summary>
internal sealed class BusPacker
{
    private readonly BusWord bus;
    private readonly int chips;
    private readonly ulong[] words;

    public BusPacker(UnitGeometry g)
    {
        bus = new BusWord(g.Model.Organization);
        chips = g.Chips;
        words = new ulong[bus.Words];
    }

    public byte[] Broadcast(ReadOnlySpan<ulong> register)
    {
        for (int c = 0; c < chips; c++)
        {
            register[..bus.WordsPerChip].CopyTo(words.AsSpan(c * bus.WordsPerChip));
        }

        return ToBus(words);
    }

    public byte[] ToBus(ReadOnlySpan<ulong> access)
    {
        byte[] burst = new byte[bus.Bytes];
        bus.ToBus(access, burst);
        return burst;
    }

    /// <summary>The word of one chip in a burst.</summary>
    public ReadOnlySpan<ulong> Chip(ReadOnlySpan<byte> burst, int chip)
    {
        bus.FromBus(burst, words);
        return words.AsSpan(chip * bus.WordsPerChip, bus.WordsPerChip);
    }
}
