using System.Globalization;

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
        if (was.Predictions.Length != now.Predictions.Length)
        {
            differences.Add(FormattableString.Invariant($"images: {was.Predictions.Length} accepted, {now.Predictions.Length} now"));
        }
        else
        {
            for (int i = 0; i < labels.Length; i++)
            {
                if (was.Predictions[i] != now.Predictions[i])
                {
                    flipped.Add(new FlippedImage(i, was.Predictions[i], now.Predictions[i], labels[i], FirstLayer(was, now, i)));
                }
            }

            if (flipped.Count > 0)
            {
                differences.Add(FormattableString.Invariant(
                    $"predictions: {flipped.Count} of {labels.Length} images have another class; {was.Correct} were right, {now.Correct} are"));
            }
        }

        Within(differences, "cycles", was.Cycles, now.Cycles, wanted.CycleTolerance);
        if (was.EnergyAj is { } before && now.EnergyAj is { } after)
        {
            Within(differences, "energy in aJ", before, after, wanted.EnergyTolerance);
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
            FirstDivergence = Divergence(was, now),
        };
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

    private static bool SameLayers(CaseMeasurement was, CaseMeasurement now) =>
        was.Predictions.Length == now.Predictions.Length && was.Layers.Select(l => l.Layer).SequenceEqual(now.Layers.Select(l => l.Layer), StringComparer.Ordinal);

    private static string? FirstLayer(CaseMeasurement was, CaseMeasurement now, int image)
    {
        if (!SameLayers(was, now))
        {
            return null;
        }

        for (int layer = 0; layer < was.Layers.Count; layer++)
        {
            if (was.Layers[layer].Values[image] != now.Layers[layer].Values[image])
            {
                return was.Layers[layer].Layer;
            }
        }

        return null;
    }

    private static List<KeyValuePair<string, int>> Divergence(CaseMeasurement was, CaseMeasurement now)
    {
        if (!SameLayers(was, now))
        {
            return [];
        }

        string?[] first = [.. Enumerable.Range(0, was.Predictions.Length).Select(i => FirstLayer(was, now, i))];
        return [.. was.Layers.Select(l => KeyValuePair.Create(l.Layer, first.Count(f => string.Equals(f, l.Layer, StringComparison.Ordinal)))).Where(l => l.Value > 0)];
    }
}
