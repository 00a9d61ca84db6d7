using System.Diagnostics;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Turns what the replay reports into what is shown, with bytes and time.</summary>
internal sealed class ReplayProgressSource(RequestTrace trace, IProgress<ReplayProgress> display) : IProgress<long>
{
    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(long value) =>
        display.Report(new ReplayProgress(value, trace.BytesRead, trace.TotalBytes ?? 0, Stopwatch.GetElapsedTime(start).TotalSeconds));
}
