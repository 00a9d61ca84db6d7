using System.Text.Json;

namespace PimSim.Cli;

/// <summary>Everything about a run that may differ between two equal runs.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time of all threads.</param>
/// <param name="Threads">Threads allowed.</param>
internal sealed record HostView(double Seconds, double CpuSeconds, int Threads)
{
    /// <summary>The member <c>host</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="requests">Requests that were served in that time, or null where none are counted.</param>
    public void WriteTo(Utf8JsonWriter json, long? requests = null) => json.WriteObject("host", () =>
    {
        json.WriteNumber("seconds", Seconds);
        json.WriteNumber("cpuSeconds", CpuSeconds);
        json.WriteNumber("threads", Threads);
        if (requests is { } count)
        {
            json.WriteNumber("requestsPerSecond", Seconds > 0 ? count / Seconds : 0);
        }
    });
}
