using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Between values and words of columns and of the bus, in the units' number format.</summary>
internal sealed class KernelBus
{
    private readonly BusWord bus;
    private readonly NumberFormat format;
    private readonly int chips;
    private readonly int bits;
    private readonly int lanes;

    public KernelBus(KernelLayout layout)
    {
        bus = new BusWord(layout.Organization);
        format = layout.Model.Unit!.SimdFormat;
        chips = layout.Organization.Chips;
        lanes = layout.Lanes;
        bits = layout.Model.Unit.LaneBits / lanes;
    }

    /// <summary>Words of one column access: the values of chip 0's unit, then those of chip 1's ...; missing ones are 0.</summary>
    public ulong[] Column(ReadOnlySpan<float> values)
    {
        ulong[] words = new ulong[bus.Words];
        for (int i = 0; i < values.Length; i++)
        {
            int bit = i * bits;
            words[bit / 64] |= (ulong)SimdArithmetic.Encode(values[i], format) << (bit % 64);
        }

        return words;
    }

    /// <summary>Value <paramref name="index"/> of a column access.</summary>
    public float Value(ReadOnlySpan<ulong> words, int index)
    {
        int bit = index * bits;
        ulong stored = words[bit / 64] >> (bit % 64);
        return SimdArithmetic.Decode(bits == 32 ? (uint)stored : (uint)(stored & 0xFFFF), format);
    }

    /// <summary>A bus burst that gives every chip the same values.</summary>
    public byte[] Values(ReadOnlySpan<float> values)
    {
        float[] all = new float[chips * lanes];
        for (int c = 0; c < chips; c++)
        {
            values.CopyTo(all.AsSpan(c * lanes));
        }

        return Burst(Column(all));
    }

    /// <summary>A bus burst that gives every chip the same 32-bit words.</summary>
    public byte[] Words(uint[] words)
    {
        ulong[] all = new ulong[bus.Words];
        for (int c = 0; c < chips; c++)
        {
            for (int i = 0; i < words.Length; i++)
            {
                all[(c * bus.WordsPerChip) + (i / 2)] |= (ulong)words[i] << (i % 2 * 32);
            }
        }

        return Burst(all);
    }

    private byte[] Burst(ulong[] words)
    {
        byte[] burst = new byte[bus.Bytes];
        bus.ToBus(words, burst);
        return burst;
    }
}
