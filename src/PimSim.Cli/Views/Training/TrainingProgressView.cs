using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>A training as it runs.</summary>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="Epochs">All epochs.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Mean loss of late.</param>
/// <param name="Accuracy">Fraction right of the training images of this epoch so far.</param>
/// <param name="TestAccuracy">Fraction right of the test images after the epoch before, or null in the first.</param>
/// <param name="Thresholds">Clip thresholds now, by layer.</param>
internal sealed record TrainingProgressView(
    int Epoch,
    int Epochs,
    int Batch,
    int Batches,
    double Loss,
    double Accuracy,
    double? TestAccuracy,
    IReadOnlyList<ClipThresholdView> Thresholds)
{
    private const int CurveWidth = 60;

    /// <summary>Rate of the last update.</summary>
    public float Rate { get; init; }

    /// <summary>Time that the rest takes, or null while that is unknown.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Losses from the start on.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>The live picture: bar, loss and its curve, accuracy, and the thresholds as they move.</summary>
    public IRenderable Draw()
    {
        List<IRenderable> rows = [ProgressLine.Draw(Bar())];
        if (Losses.Count > 1)
        {
            rows.Add(new Text($"loss {Sparkline.Text(Losses, CurveWidth)}"));
        }

        if (Thresholds.Count > 0)
        {
            rows.Add(TrainingTables.Thresholds(Thresholds));
        }

        return new Rows(rows);
    }

    /// <summary>One plain line.</summary>
    public string Line()
    {
        string thresholds = string.Concat(Thresholds.Select(t => FormattableString.Invariant($", {t.Layer} [{t.Lower:0.0000}, {t.Upper:0.0000}]")));
        return ProgressLine.Text(Bar()) + thresholds;
    }

    private WorkProgress Bar() => new(
        FormattableString.Invariant($"epoch {Epoch}/{Epochs}"),
        Batch,
        Batches,
        $"loss {Loss.ToString("0.0000", CultureInfo.InvariantCulture)}, accuracy {Quantity.Percent(Accuracy)}{(TestAccuracy is { } test ? ", test " + Quantity.Percent(test) : "")}"
        + $", rate {Rate.ToString("G3", CultureInfo.InvariantCulture)}{(TimeLeft is { } left ? $", {Duration(left)} left" : "")}");

    private static string Duration(TimeSpan time) =>
        time.ToString(time.TotalDays >= 1 ? @"d\.hh\:mm\:ss" : time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
