using System.Text.Json;

namespace PimSim.Cli;

/// <summary>The command trace that a replay wrote.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Format">Its format.</param>
/// <param name="Commands">Commands in it.</param>
/// <param name="FileBytes">Size of the file.</param>
internal sealed record RecordedCommandsView(string File, string Format, long Commands, long FileBytes)
{
    /// <summary>The member <c>record</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("record", () =>
    {
        json.WriteString("file", File);
        json.WriteString("format", Format);
        json.WriteNumber("commands", Commands);
        json.WriteNumber("fileBytes", FileBytes);
    });
}
