using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Cli.Tests.Verbs;

/// <summary>Rules by which classes follow from the results of a trace.</summary>
public sealed class TraceReadOutTests
{
    [Fact]
    public void The_first_maximum_needs_no_rule()
    {
        Assert.Empty(TraceReadOut.Describe(Network(new ArgMaxReadOut()), Binary(null)));
        Assert.Null(TraceReadOut.Find([new("network.name", "x")], 3, counts: true, "x"));
    }

    [Fact]
    public void The_highest_that_is_set_follows_from_mismatches()
    {
        BinaryOperation last = Binary(null);
        ReadOut readOut = new HighestSetReadOut([new(0, AtMost: false), new(2, AtMost: false), new(-4, AtMost: true)]);
        TraceReadOut rule = TraceReadOut.Find([.. TraceReadOut.Describe(Network(readOut), last)], 3, counts: true, "x")!;

        // 4 inputs: 4 - 2 m.
        float[] scores = [-1, -1, -4, -1, -2, -3, -1, -1, -3];
        rule.ToScores(scores);
        Assert.Equal([2f, 2f, -4f, 2f, 0f, -2f, 2f, 2f, -2f], scores);
        Assert.Equal([2, 0, 1], PredictionsView.FromScores(scores, 3, rule).Classes);
    }

    [Fact]
    public void Weighted_mismatches_of_planes_have_their_own_tops()
    {
        BinaryOperation last = Binary(new BitPlanes(2, -1));
        TraceReadOut rule = TraceReadOut.Find([.. TraceReadOut.Describe(Network(new ArgMaxReadOut()), last)], 3, counts: true, "x")!;
        float[] scores = new float[3];
        rule.ToScores(scores);
        Assert.Equal(last.Tops().Select(t => (float)t), scores);
        Assert.Equal([8f, 4f, 6f], scores);
    }

    [Fact]
    public void Affine_rules_keep_every_digit()
    {
        var readOut = new AffineReadOut([0.1, 1.0 / 3, -2e-300], [1e300, -0.7, 5]);
        TraceReadOut rule = TraceReadOut.Find([.. TraceReadOut.Describe(Network(readOut), Binary(null))], 3, counts: false, "x")!;
        Assert.Equal(0, rule.Classify([1, 2, 3]));
        Assert.Equal(readOut.Classify([-9, 2, 3]), rule.Classify([-9, 2, 3]));
    }

    [Theory]
    [InlineData("else")]
    [InlineData("highestSet")]
    [InlineData("affine")]
    [InlineData("argMax")]
    public void A_rule_that_is_not_understood_is_refused(string kind)
    {
        KeyValuePair<string, string>[] entries = [new("readOut", kind), new("readOut.limits", "1 2"), new("readOut.scale", "1 NaN 3"), new("readOut.tops", "1 2 x")];
        UserErrorException fault = Assert.Throws<UserErrorException>(() => TraceReadOut.Find(entries, 3, counts: true, "some.pimtrace"));
        Assert.Equal(("PIM1087", "some.pimtrace"), (fault.Diagnostics[0].Code, fault.Diagnostics[0].File));
    }

    private static BinaryOperation Binary(BitPlanes? planes) => new()
    {
        Name = "last",
        Shape = new LayerShape { Height = 1, Width = 1, Channels = 4, OutChannels = 3, KernelHeight = 1, KernelWidth = 1 },
        Input = new TensorHandle(0),
        Output = new TensorHandle(1),
        Weights = new StoredSigns(PackedMatrix.FromSigns([1, 1, 1, 1, -1, 1, -1, 1, 1, -1, 1, 1], 3, 4), 1f),
        Thresholds = null,
        Planes = planes,
    };

    private static BnnNetwork Network(ReadOut readOut) => new()
    {
        Name = "n",
        Input = new InputEncoding { Height = 1, Width = 1, Channels = 4, Levels = PixelLevels.Bits(128) },
        Classes = ["a", "b", "c"],
        ReadOut = readOut,
        Nodes = [],
    };
}
