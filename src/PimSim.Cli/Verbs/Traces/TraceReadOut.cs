using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Cli;

/// <summary>
/// How classes follow from the results in a trace, kept in its provenance where it is more than the first maximum (of mismatches: the first
/// minimum). Scores are top - weight * mismatches.
/// </summary>
internal sealed class TraceReadOut
{
    private const string Rule = "readOut";
    private const string TopsName = "readOut.tops";
    private const string WeightName = "readOut.weight";
    private const string LimitsName = "readOut.limits";
    private const string DirectionsName = "readOut.atMost";
    private const string ScaleName = "readOut.scale";
    private const string OffsetName = "readOut.offset";

    private readonly ReadOut rule;
    private readonly int[] tops;
    private readonly int weight;

    private TraceReadOut(ReadOut rule, int[] tops, int weight)
    {
        this.rule = rule;
        this.tops = tops;
        this.weight = weight;
    }

    /// <summary>The entries that a trace of <paramref name="network"/> needs; none for the first maximum.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Describe(BnnNetwork network, LayerOperation last)
    {
        var binary = last as BinaryOperation;
        if (network.ReadOut is ArgMaxReadOut && binary?.Planes is null)
        {
            yield break;
        }

        switch (network.ReadOut)
        {
            case HighestSetReadOut highest:
                yield return new(Rule, "highestSet");
                yield return new(LimitsName, Join(highest.Thresholds.Select(t => t.Limit)));
                yield return new(DirectionsName, Join(highest.Thresholds.Select(t => t.AtMost ? 1 : 0)));
                break;
            case AffineReadOut affine:
                yield return new(Rule, "affine");
                yield return new(ScaleName, Join(affine.Scale));
                yield return new(OffsetName, Join(affine.Offset));
                break;
            default:
                yield return new(Rule, "argMax");
                break;
        }

        if (binary is not null)
        {
            yield return new(TopsName, Join(binary.Tops()));
            yield return new(WeightName, binary.MismatchWeight.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The rule in a trace's provenance, or null where it has none.</summary>
    /// <param name="provenance">Its entries.</param>
    /// <param name="classes">Results of an image.</param>
    /// <param name="counts">Whether the results are mismatches.</param>
    /// <param name="file">The trace.</param>
    /// <exception cref="UserErrorException">PIM1087: it is not understood.</exception>
    public static TraceReadOut? Find(IReadOnlyList<KeyValuePair<string, string>> provenance, int classes, bool counts, string file)
    {
        string? Entry(string name) => provenance.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.Ordinal)).Value;
        if (Entry(Rule) is not { } kind)
        {
            return null;
        }

        try
        {
            ReadOut rule = kind switch
            {
                "highestSet" => new HighestSetReadOut([.. Integers(Entry(LimitsName), classes).Zip(Integers(Entry(DirectionsName), classes), (l, d) => new DotThreshold(l, d != 0))]),
                "affine" => new AffineReadOut(Numbers(Entry(ScaleName), classes), Numbers(Entry(OffsetName), classes)),
                "argMax" => new ArgMaxReadOut(),
                _ => throw new FormatException(),
            };
            return counts
                ? new TraceReadOut(rule, Integers(Entry(TopsName), classes), Integers(Entry(WeightName), 1)[0])
                : new TraceReadOut(rule, [], 0);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw new UserErrorException("PIM1087", $"the trace's read-out '{kind}' is not understood", file, "record the trace again with this version");
        }
    }

    /// <summary>Turns negative mismatches, as they are without a rule, into scores.</summary>
    public void ToScores(Span<float> negative)
    {
        for (int i = 0; i < negative.Length; i++)
        {
            negative[i] = tops[i % tops.Length] + (weight * negative[i]);
        }
    }

    /// <summary>The class of one image.</summary>
    public int Classify(ReadOnlySpan<float> scores) => rule.Classify(scores);

    private static string Join<T>(IEnumerable<T> values)
        where T : IFormattable => string.Join(' ', values.Select(v => v.ToString(v is double ? "R" : null, CultureInfo.InvariantCulture)));

    private static int[] Integers(string? text, int count) => Parse(text, count, t => int.Parse(t, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    private static double[] Numbers(string? text, int count)
    {
        double[] values = Parse(text, count, t => double.Parse(t, NumberStyles.Float, CultureInfo.InvariantCulture));
        return Array.TrueForAll(values, double.IsFinite) ? values : throw new FormatException();
    }

    private static T[] Parse<T>(string? text, int count, Func<string, T> parse)
    {
        string[] parts = text?.Split(' ') ?? [];
        return parts.Length == count ? Array.ConvertAll(parts, p => parse(p)) : throw new FormatException();
    }
}
