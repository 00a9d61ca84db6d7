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
    /// <summary>The live picture: bar, loss, accuracy and the thresholds as they move.</summary>
    public IRenderable Draw()
    {
        IRenderable bar = ProgressLine.Draw(Bar());
        return Thresholds.Count == 0 ? bar : new Rows(bar, TrainingTables.Thresholds(Thresholds));
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
        $"loss {Loss.ToString("0.0000", CultureInfo.InvariantCulture)}, accuracy {Quantity.Percent(Accuracy)}{(TestAccuracy is { } test ? ", test " + Quantity.Percent(test) : "")}");
}
