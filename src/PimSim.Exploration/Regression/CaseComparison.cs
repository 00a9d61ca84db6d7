using System.Globalization;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Compares what a case gave with what was accepted.</summary>
internal static class CaseComparison
{
    /// <param name="wanted">The case.</param>
    /// <param name="now">What it gave.</param>
    /// <param name="labels">Right classes of the images.</param>
    /// <param name="accepted">What was accepted, or null.</param>
    public static CaseResult Compare(RegressionCase wanted, CaseMeasurement now, ReadOnlySpan<byte> labels, AcceptedCase? accepted)
    {
        if (accepted is null)
        {
            return new CaseResult(wanted, CaseStatus.New) { Measured = now };
        }

        CaseMeasurement was = accepted.Values;
        List<string> differences = [];
        List<FlippedImage> flipped = [];
        string?[]? first = FirstLayers(was, now);
        if (was.Images != now.Images)
        {
            differences.Add(FormattableString.Invariant($"images: {was.Images} accepted, {now.Images} now"));
        }
        else if (was.Predictions.Length != now.Predictions.Length || was.Seeds is null != now.Seeds is null)
        {
            differences.Add($"accuracy: accepted was {Kind(was)}, now there is {Kind(now)}");
        }
        else if (was.Seeds is { } before && now.Seeds is { } after)
        {
            Inside(differences, before, after);
        }
        else if (now.Predictions.Length > 0)
        {
            for (int i = 0; i < labels.Length; i++)
            {
                if (was.Predictions[i] != now.Predictions[i])
                {
                    flipped.Add(new FlippedImage(i, was.Predictions[i], now.Predictions[i], labels[i], first?[i]));
                }
            }

            if (flipped.Count > 0)
            {
                differences.Add(FormattableString.Invariant(
                    $"predictions: {flipped.Count} of {labels.Length} images have another class; {was.Correct} were right, {now.Correct} are"));
            }
        }

        Within(differences, "cycles", was.Cycles, now.Cycles, wanted.CycleTolerance);
        if (was.EnergyAj is { } energy && now.EnergyAj is { } energyNow)
        {
            Within(differences, "energy in aJ", energy, energyNow, wanted.EnergyTolerance);
        }
        else if (was.EnergyAj is null != now.EnergyAj is null)
        {
            differences.Add(was.EnergyAj is null ? "energy: none was accepted, now there is one" : "energy: the model has none any more");
        }

        return new CaseResult(wanted, differences.Count == 0 ? CaseStatus.Passed : CaseStatus.Failed)
        {
            Measured = now,
            Accepted = accepted,
            Differences = differences,
            Flipped = flipped,
            FirstDivergence = first is null ? [] : [.. was.Layers.Select(l => KeyValuePair.Create(l.Layer, first.Count(f => string.Equals(f, l.Layer, StringComparison.Ordinal)))).Where(l => l.Value > 0)],
        };
    }

    private static string Kind(CaseMeasurement values) => values.Seeds is not null ? "one over seeds of faults" : values.Predictions.Length > 0 ? "a class for each image" : "none";

    private static void Inside(List<string> differences, SeededAccuracy was, SeededAccuracy now)
    {
        BootstrapInterval interval = was.Interval;
        if (now.Mean < interval.Lower || now.Mean > interval.Upper)
        {
            differences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"accuracy: {100 * was.Mean:0.00} % over {was.Correct.Count} seeds accepted, {100 * interval.Lower:0.00} to {100 * interval.Upper:0.00} %; {100 * now.Mean:0.00} % over {now.Correct.Count} now"));
        }
    }

    private static void Within(List<string> differences, string what, Int128 was, Int128 now, double tolerance)
    {
        // In double on both sides: a tolerance is no exact number, and equal values differ by exactly 0.
        if ((double)Int128.Abs(now - was) > tolerance * (double)was)
        {
            string share = was == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100 * (double)(now - was) / (double)was:+0.####;-0.####} %)");
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {was} accepted, {now} now{share}; let through is {100 * tolerance:0.####} %"));
        }
    }

    /// <summary>By image the first layer that puts out something else, or null; null where layers or images are others.</summary>
    private static string?[]? FirstLayers(CaseMeasurement was, CaseMeasurement now)
    {
        if (was.Predictions.Length != now.Predictions.Length || !was.Layers.Select(l => l.Layer).SequenceEqual(now.Layers.Select(l => l.Layer), StringComparer.Ordinal))
        {
            return null;
        }

        string?[] first = new string?[was.Predictions.Length];
        for (int layer = was.Layers.Count - 1; layer >= 0; layer--)
        {
            for (int i = 0; i < first.Length; i++)
            {
                first[i] = was.Layers[layer].Values[i] != now.Layers[layer].Values[i] ? was.Layers[layer].Layer : first[i];
            }
        }

        return first;
    }
}
