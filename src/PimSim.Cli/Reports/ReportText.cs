using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PimSim.Cli;

/// <summary>What reports fill their pages with.</summary>
internal static class ReportText
{
    /// <summary>A text that cannot become markup.</summary>
    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>Names and values as rows of a table.</summary>
    public static string Rows(IEnumerable<KeyValuePair<string, string>> facts) =>
        string.Concat(facts.Select(f => $"<tr><th>{Encode(f.Key)}</th><td>{Encode(f.Value)}</td></tr>\n"));

    /// <summary>An object for the page's script. The writer's default encoder escapes all that could end the script element.</summary>
    public static string Data(Action<Utf8JsonWriter> members)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
