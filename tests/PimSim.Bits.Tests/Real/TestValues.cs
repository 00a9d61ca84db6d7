namespace PimSim.Bits.Tests;

/// <summary>Reproducible values with roundings in every sum: a hash of the index, spread over signs and magnitudes.</summary>
internal static class TestValues
{
    public static float[] Floats(int count, uint salt)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            uint h = Hash((uint)i ^ (salt * 0x9E3779B9u));
            float magnitude = (h & 0xFFFFFF) / 16777216f;
            values[i] = (h >> 31) == 0 ? magnitude : -magnitude * 3f;
        }

        return values;
    }

    public static float[] Signs(int count, uint salt)
    {
        float[] values = Floats(count, salt);
        for (int i = 0; i < count; i++)
        {
            values[i] = values[i] < 0f ? -1f : 1f;
        }

        return values;
    }

    public static int[] BitsOf(ReadOnlySpan<float> values)
    {
        int[] bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        }

        return bits;
    }

    private static uint Hash(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352Du;
        x = (x ^ (x >> 15)) * 0x846CA68Bu;
        return x ^ (x >> 16);
    }
}
