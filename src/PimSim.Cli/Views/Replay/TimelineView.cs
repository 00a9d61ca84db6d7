using System.Text.Json;

namespace PimSim.Cli;

/// <summary>The timeline that a verb wrote.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Commands">Commands in it.</param>
/// <param name="Complete">False when there were more commands than it takes.</param>
internal sealed record TimelineView(string File, long Commands, bool Complete)
{
    /// <summary>The member <c>timeline</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("timeline", () =>
    {
        json.WriteString("file", File);
        json.WriteNumber("commands", Commands);
        json.WriteBoolean("complete", Complete);
    });
}
