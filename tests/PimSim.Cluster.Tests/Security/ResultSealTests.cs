using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster.Tests.Security;

/// <summary>Results in the store.</summary>
public sealed class ResultSealTests
{
    private readonly ClusterKey key = TestSettings.Read().Key;

    [Fact]
    public void A_result_comes_back_as_it_was()
    {
        var result = PointResult.Failed("PIM0700", "too large");
        (double seconds, PointResult read) = ResultSeal.Open(key, "p", ResultSeal.Seal(key, "p", 1.25, result));
        Assert.Equal((1.25, result), (seconds, read));
    }

    [Fact]
    public void Any_changed_bit_any_other_point_and_any_other_secret_is_noticed()
    {
        byte[] sound = ResultSeal.Seal(key, "p", 1.25, PointResult.Failed("PIM0700", "too large"));
        for (int bit = 0; bit < sound.Length * 8; bit += 7)
        {
            byte[] changed = [.. sound];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(key, "p", changed);
        }

        AssertRefused(key, "q", sound);
        AssertRefused(key, "p", sound[..10]);
        AssertRefused(ClusterKey.Derive("another secret of some length", "pimsim"), "p", sound);
    }

    private static void AssertRefused(ClusterKey key, string point, byte[] stored) =>
        Assert.Equal("PIM1407", Assert.Throws<UserErrorException>(() => ResultSeal.Open(key, point, stored)).Diagnostics[0].Code);
}
