using System.Globalization;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary>Says of a sweep how fast it is and what is left.</summary>
internal sealed class SweepProgressSource(IProgress<WorkProgress> progress) : IProgress<SweepProgress>
{
    /// <inheritdoc/>
    public void Report(SweepProgress value)
    {
        string failed = value.Failed > 0 ? $", {Quantity.Count(value.Failed)} failed" : "";
        string left = value.Left is { } time ? $", {Time(time)} left" : "";
        progress.Report(new WorkProgress("points", value.Done, value.Total, $"{value.PerSecond.ToString("0.0", CultureInfo.InvariantCulture)} a second{left}{failed}"));
    }

    private static string Time(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"d\.hh\:mm\:ss" : @"mm\:ss", CultureInfo.InvariantCulture);
}
