using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class RealDecisionsTests
{
    private static readonly float[] Special = [0f, -0f, 1f, -1f, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];
    private static readonly Gen<(int Channels, int Positions, uint Seed)> Cases = Gen.Select(Gen.Int[1, 70], Gen.Int[1, 9], Gen.UInt);

    [Fact]
    public void The_first_of_the_highest_sums_is_taken() => Cases.ForEach(300, c =>
    {
        const int Rows = 12;
        var random = new PhiloxStream(c.Seed, 0);
        float[] sums = Values(ref random, Rows * c.Channels);
        int[] positions = [.. Enumerable.Range(0, c.Positions)];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = random.NextInt(Rows);
        }

        float[] pooled = new float[c.Channels];
        RealDecisions.Max(sums, positions, pooled);
        for (int i = 0; i < c.Channels; i++)
        {
            float best = sums[(positions[0] * c.Channels) + i];
            foreach (int p in positions)
            {
                best = sums[(p * c.Channels) + i] > best ? sums[(p * c.Channels) + i] : best;
            }

            // Bits, so that +0 and -0 are told apart.
            Assert.Equal(BitConverter.SingleToUInt32Bits(best), BitConverter.SingleToUInt32Bits(pooled[i]));
        }
    });

    [Fact]
    public void A_value_at_its_limit_is_plus_one_unless_inverted() => Cases.ForEach(300, c =>
    {
        var random = new PhiloxStream(c.Seed, 1);
        float[] values = Values(ref random, c.Channels);
        float[] limits = Values(ref random, c.Channels);
        ulong[] inverted = [random.NextUInt64(), random.NextUInt64()];
        for (int i = 0; i < c.Channels; i++)
        {
            limits[i] = random.NextInt(8) switch { 0 => float.NaN, < 4 => values[i], _ => limits[i] };
        }

        ulong[] pixel = [ulong.MaxValue, ulong.MaxValue];
        RealDecisions.Decide(values, limits, inverted, pixel);
        for (int i = 0; i < 128; i++)
        {
            bool isInverted = ((inverted[i / 64] >> (i % 64)) & 1) != 0;
            bool minus = i < c.Channels && (isInverted ? values[i] >= limits[i] : !(values[i] >= limits[i]));
            Assert.Equal(minus, ((pixel[i / 64] >> (i % 64)) & 1) != 0);
        }
    });

    private static float[] Values(ref PhiloxStream random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextInt(3) == 0 ? Special[random.NextInt(Special.Length)] : (random.NextSingle() * 4f) - 2f;
        }

        return values;
    }
}
