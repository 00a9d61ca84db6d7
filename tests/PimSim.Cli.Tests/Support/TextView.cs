using System.Text.Json;

namespace PimSim.Cli.Tests;

/// <summary>Both forms of a view as text.</summary>
internal static class TextView
{
    public static string Table(IResultView view)
    {
        using StringWriter output = new();
        view.WriteTable(new Terminal(output, TextWriter.Null, outIsTerminal: false, errorIsTerminal: false).ResultConsole());
        return output.ToString();
    }

    public static JsonElement Json(IResultView view) => JsonDocument.Parse(ResultWriter.ToJson(view)).RootElement;
}
