using System.Text.Json;

namespace PimSim.Cli;

/// <summary>Everything about a run that may differ between two equal runs.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time of all threads.</param>
/// <param name="Threads">Threads allowed.</param>
internal sealed record HostView(double Seconds, double CpuSeconds, int Threads)
{
    /// <summary>The member <c>host</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("host", () =>
    {
        json.WriteNumber("seconds", Seconds);
        json.WriteNumber("cpuSeconds", CpuSeconds);
        json.WriteNumber("threads", Threads);
    });
}
