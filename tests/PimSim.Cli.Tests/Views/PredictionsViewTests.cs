namespace PimSim.Cli.Tests.Views;

public sealed class PredictionsViewTests
{
    [Fact]
    public void The_first_largest_score_wins()
    {
        PredictionsView predictions = PredictionsView.FromScores([1, 3, 3, -2, -1, -5], 3);
        Assert.Equal((byte[])[1, 1], predictions.Classes);
        Assert.Equal(1, predictions.CountCorrect([1, 0]));
    }

    [Fact]
    public void The_hash_is_of_one_byte_a_class() =>
        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", new PredictionsView([(byte)'a', (byte)'b', (byte)'c']).Sha256);
}
