using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

/// <summary>Thresholds on counts: the vector path, its scalar twin and the plain meaning agree.</summary>
public sealed class CountThresholdsTests
{
    private static readonly Gen<(int Channels, int Positions, int Classes, uint Seed)> Cases =
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 9], Gen.Int[1, 9], Gen.UInt);

    [Fact]
    public void Every_channel_equals_its_scalar_twin() => Cases.ForEach(300, c =>
    {
        var w = new Window(c.Channels, c.Positions, c.Classes, c.Seed, mixed: true);
        ulong[] pixel = w.Decide();
        for (int i = 0; i < c.Channels; i++)
        {
            Assert.Equal(CountThresholds.IsMinus(w.Counts, w.Limits, w.ClassOf, w.Masks, w.AnyFires, i), IsSet(pixel, i));
        }
    });

    [Fact]
    public void Each_position_is_compared_as_its_direction_says() => Cases.ForEach(300, c =>
    {
        var w = new Window(c.Channels, c.Positions, c.Classes, c.Seed, mixed: true);
        ulong[] pixel = w.Decide();
        for (int i = 0; i < c.Channels; i++)
        {
            bool[] fires = [.. Enumerable.Range(0, c.Positions).Select(p =>
            {
                int entry = (w.ClassOf[p] * c.Channels) + i;
                int limit = w.Limits[entry] ^ w.Masks[entry];
                int m = w.Counts[(p * c.Channels) + i];
                return w.Masks[entry] == 0 ? m <= limit : m >= limit;
            })];
            bool plus = w.AnyFires[i] != 0 ? fires.Any(f => f) : fires.All(f => f);
            Assert.Equal(!plus, IsSet(pixel, i));
        }
    });

    /// <summary>With one threshold a channel, deciding and then pooling equals taking the maximum dot product and then deciding.</summary>
    [Fact]
    public void One_threshold_a_channel_equals_maximum_then_threshold() => Cases.ForEach(300, c =>
    {
        const int K = 40;
        var w = new Window(c.Channels, c.Positions, 1, c.Seed, mixed: false);
        ulong[] pixel = w.Decide();
        for (int i = 0; i < c.Channels; i++)
        {
            int best = Enumerable.Range(0, c.Positions).Max(p => K - (2 * w.Counts[(p * c.Channels) + i]));
            int dotLimit = K - (2 * (w.Limits[i] ^ w.Masks[i]));
            bool plus = w.Masks[i] == 0 ? best >= dotLimit : best <= dotLimit;
            Assert.Equal(!plus, IsSet(pixel, i));
        }
    });

    [Fact]
    public void Bits_beyond_the_channels_are_cleared()
    {
        var w = new Window(70, 2, 2, 5, mixed: true);
        ulong[] pixel = [ulong.MaxValue, ulong.MaxValue, ulong.MaxValue];
        CountThresholds.Decide(w.Counts, w.Limits, w.ClassOf, w.Masks, w.AnyFires, pixel);
        Assert.Equal(0UL, pixel[1] >> 6);
        Assert.Equal(0UL, pixel[2]);
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        var w = new Window(65, 2, 2, 5, mixed: true);
        Assert.Throws<ArgumentException>(() => CountThresholds.Decide(w.Counts, w.Limits, w.ClassOf, w.Masks, w.AnyFires, new ulong[1]));
        Assert.Throws<ArgumentException>(() => CountThresholds.Decide(w.Counts.AsSpan(1), w.Limits, w.ClassOf, w.Masks, w.AnyFires, new ulong[2]));
        Assert.Throws<ArgumentException>(() => CountThresholds.Decide(w.Counts, w.Limits, w.ClassOf, w.Masks.AsSpan(1), w.AnyFires, new ulong[2]));
    }

    private static bool IsSet(ulong[] pixel, int channel) => ((pixel[channel / 64] >> (channel % 64)) & 1) != 0;

    /// <summary>Random counts of a pool window. Mixed: directions differ between the border classes of a channel.</summary>
    private sealed class Window
    {
        public Window(int channels, int positions, int classes, uint seed, bool mixed)
        {
            var random = new PhiloxStream(seed, 0);
            Counts = new int[channels * positions];
            Limits = new int[channels * classes];
            Masks = new int[channels * classes];
            ClassOf = new int[positions];
            AnyFires = new int[channels];
            for (int i = 0; i < Counts.Length; i++)
            {
                Counts[i] = random.NextInt(41);
            }

            for (int i = 0; i < Masks.Length; i++)
            {
                Masks[i] = -random.NextInt(2);
                Limits[i] = (random.NextInt(43) - 1) ^ Masks[i];
            }

            for (int i = 0; i < positions; i++)
            {
                ClassOf[i] = random.NextInt(classes);
            }

            for (int i = 0; i < channels; i++)
            {
                AnyFires[i] = mixed ? -random.NextInt(2) : ~Masks[i];
            }
        }

        public int[] Counts { get; }

        public int[] Limits { get; }

        public int[] Masks { get; }

        public int[] ClassOf { get; }

        public int[] AnyFires { get; }

        public ulong[] Decide()
        {
            ulong[] pixel = new ulong[(AnyFires.Length + 63) / 64];
            CountThresholds.Decide(Counts, Limits, ClassOf, Masks, AnyFires, pixel);
            return pixel;
        }
    }
}
