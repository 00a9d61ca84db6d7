using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>A result that a verb wrote with <c>--json</c> or <c>--out</c>.</summary>
internal static class ResultDocument
{
    /// <summary>The document of a file, or null where it is something else: no JSON, or JSON without a schema of ours.</summary>
    /// <exception cref="UserErrorException">PIM0021: the file cannot be read.</exception>
    public static (string Schema, JsonElement Root)? TryLoad(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(WholeFile.Read(file));
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.String
                ? (schema.GetString()!, root.Clone())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
