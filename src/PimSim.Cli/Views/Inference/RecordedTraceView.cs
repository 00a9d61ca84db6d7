using System.Text.Json;

namespace PimSim.Cli;

/// <summary>The command trace that a run wrote.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Commands">Commands in it.</param>
/// <param name="PayloadBytes">Bytes of bus data in it.</param>
/// <param name="FileBytes">Size of the file.</param>
internal sealed record RecordedTraceView(string File, long Commands, long PayloadBytes, long FileBytes)
{
    /// <summary>The member <c>trace</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("trace", () =>
    {
        json.WriteString("file", File);
        json.WriteNumber("commands", Commands);
        json.WriteNumber("payloadBytes", PayloadBytes);
        json.WriteNumber("fileBytes", FileBytes);
    });
}
