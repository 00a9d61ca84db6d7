using CsCheck;
using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class PhiloxStreamTests
{
    [Fact]
    public void Words_are_the_blocks_in_order()
    {
        PhiloxStream stream = new(seed: 7, stream: 3);
        for (ulong block = 0; block < 3; block++)
        {
            (uint word0, uint word1, uint word2, uint word3) = Philox.Block(7, block, 3);
            Assert.Equal([word0, word1, word2, word3], new[] { stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32() });
        }
    }

    [Fact]
    public void A_long_is_two_words_low_half_first()
    {
        PhiloxStream words = new(1, 2);
        PhiloxStream longs = new(1, 2);
        uint low = words.NextUInt32();
        Assert.Equal(low | ((ulong)words.NextUInt32() << 32), longs.NextUInt64());
    }

    [Fact]
    public void Floats_fill_the_unit_interval()
    {
        PhiloxStream stream = new(11, 0);
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            float value = stream.NextSingle();
            Assert.InRange(value, 0f, 0.99999995f);
            sum += value;
        }

        Assert.InRange(sum / 100_000, 0.497, 0.503);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Integers_below_a_bound_are_even(int bound)
    {
        PhiloxStream stream = new(5, (ulong)bound);
        int[] counts = new int[bound];
        const int Draws = 30_000;
        for (int i = 0; i < Draws; i++)
        {
            counts[stream.NextInt(bound)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, (Draws / bound) - 300, (Draws / bound) + 300));
    }

    [Fact]
    public void A_bound_that_rejects_often_is_even_too()
    {
        // 2^32 / (3 * 2^29) is 8/3: without rejection the values 0 and 1 modulo 3 would come three times where 2 comes twice.
        const int Bound = 3 << 29;
        PhiloxStream stream = new(5, 99);
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++)
        {
            counts[stream.NextInt(Bound) % 3]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void A_bound_must_be_positive()
    {
        PhiloxStream stream = new(0, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.NextInt(0));
    }

    [Fact]
    public void A_shuffle_keeps_the_elements_and_repeats()
    {
        Gen.Select(Gen.ULong, Gen.Int[0, 40]).ForEach(200, (seed, length) =>
            {
                int[] first = Enumerable.Range(0, length).ToArray();
                int[] second = Enumerable.Range(0, length).ToArray();
                new PhiloxStream(seed, 1).Shuffle(first.AsSpan());
                new PhiloxStream(seed, 1).Shuffle(second.AsSpan());
                return first.SequenceEqual(second) && first.Order().SequenceEqual(Enumerable.Range(0, length));
            });
    }

    [Fact]
    public void All_orders_of_three_are_equally_likely()
    {
        PhiloxStream stream = new(42, 0);
        Dictionary<string, int> counts = [];
        char[] letters = new char[3];
        for (int i = 0; i < 12_000; i++)
        {
            "abc".CopyTo(letters);
            stream.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1_850, 2_150));
    }
}
