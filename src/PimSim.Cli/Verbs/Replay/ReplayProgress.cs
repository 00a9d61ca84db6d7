using System.Runtime.InteropServices;

namespace PimSim.Cli;

/// <summary>How far a replay has come. A value, and text only when it is shown: it is reported for every few thousand requests.</summary>
/// <param name="Requests">Requests that have entered.</param>
/// <param name="BytesRead">Of the trace, over all repetitions.</param>
/// <param name="TotalBytes">Of the trace, over all repetitions; 0 where unknown.</param>
/// <param name="Seconds">Since the start.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplayProgress(long Requests, long BytesRead, long TotalBytes, double Seconds)
{
    /// <summary>For display: bytes, with the rate beside them.</summary>
    public WorkProgress ToWork() => new(
        "replay",
        BytesRead,
        TotalBytes,
        $"{Quantity.Count(Requests)} requests, {Quantity.Si(Seconds > 0 ? Requests / Seconds : 0, "requests/s")}");
}
