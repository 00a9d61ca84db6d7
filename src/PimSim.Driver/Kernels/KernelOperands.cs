using PimSim.Core;

namespace PimSim.Driver;

/// <summary>Seeded operands: multiples of 1/64 from -2 to below 2, which every number format of the units holds exactly.</summary>
internal static class KernelOperands
{
    private const ulong Mechanism = 0x4B65726E656C5F31;
    private const int PerBlock = 16;

    /// <summary>Values of operand <paramref name="operand"/> (0, 1).</summary>
    public static float[] Create(ulong seed, int operand, long count)
    {
        float[] values = new float[count];
        Span<byte> bytes = stackalloc byte[PerBlock];
        for (long first = 0; first < count; first += PerBlock)
        {
            (uint a, uint b, uint c, uint d) = Philox.Block(seed ^ Mechanism, (ulong)first, (ulong)operand);
            BitConverter.TryWriteBytes(bytes, a);
            BitConverter.TryWriteBytes(bytes[4..], b);
            BitConverter.TryWriteBytes(bytes[8..], c);
            BitConverter.TryWriteBytes(bytes[12..], d);
            for (int i = 0; i < PerBlock && first + i < count; i++)
            {
                values[first + i] = (bytes[i] - 128) / 64f;
            }
        }

        return values;
    }
}
