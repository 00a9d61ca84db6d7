using System.Numerics;

namespace PimSim.Device.Tests;

/// <summary>The code does what its name says, for every pattern of one and of two wrong bits.</summary>
public sealed class SecDedCodeTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    public void Every_single_error_is_corrected_and_every_double_one_detected(int dataBits)
    {
        SecDedCode code = new(dataBits);
        int bits = dataBits + code.CheckBits;
        for (int a = 0; a < bits; a++)
        {
            Assert.True(code.Decode(code.Column(a), out int corrected));
            Assert.Equal(a, corrected);
            for (int b = a + 1; b < bits; b++)
            {
                Assert.False(code.Decode(code.Column(a) ^ code.Column(b), out int none));
                Assert.Equal(-1, none);
            }
        }

        Assert.True(code.Decode(0, out int nothing));
        Assert.Equal(-1, nothing);
    }

    [Fact]
    public void Triple_errors_are_miscorrected_or_detected_and_never_unseen()
    {
        SecDedCode code = new(64);
        int miscorrected = 0;
        int detected = 0;
        for (int a = 0; a < 72; a++)
        {
            for (int b = a + 1; b < 72; b++)
            {
                for (int c = b + 1; c < 72; c++)
                {
                    bool decoded = code.Decode(code.Column(a) ^ code.Column(b) ^ code.Column(c), out int bit);
                    Assert.True(!decoded || (bit >= 0 && bit != a && bit != b && bit != c));
                    miscorrected += decoded ? 1 : 0;
                    detected += decoded ? 0 : 1;
                }
            }
        }

        Assert.Equal(72 * 71 * 70 / 6, miscorrected + detected);
        Assert.InRange((double)miscorrected / (miscorrected + detected), 0.5, 0.8);
    }

    [Fact]
    public void Check_bits_are_linear_and_counts_tell_what_became_of_words()
    {
        SecDedCode code = new(64);
        Assert.Equal(code.Check([0x8000_0000_0000_0001]), code.Check([1]) ^ code.Check([1UL << 63]));
        CorrectionCounts counts = new();
        foreach (ulong wrong in (ulong[])[1, 3, 7, 1UL << 40])
        {
            bool decoded = code.Decode(code.Check([wrong]), out int bit);
            counts.Add([wrong], 0, decoded, bit);
        }

        Assert.Equal(2, counts.Corrected);
        Assert.Equal(2, counts.Detected + counts.Miscorrected);
        Assert.True(counts.Detected >= 1);
        Assert.Equal(0, counts.Undetected);
        Assert.True(Enumerable.Range(0, 72).All(b => BitOperations.PopCount(code.Column(b)) % 2 == 1));
    }
}
