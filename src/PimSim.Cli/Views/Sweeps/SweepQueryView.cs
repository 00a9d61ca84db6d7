using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep query</c>.</summary>
/// <param name="Answer"><c>columns</c> and <c>rows</c>, as the query program gives them.</param>
internal sealed record SweepQueryView(JsonElement Answer) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.sweep-query/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WritePropertyName("columns");
        Answer.GetProperty("columns").WriteTo(json);
        json.WritePropertyName("rows");
        Answer.GetProperty("rows").WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        JsonElement rows = Answer.GetProperty("rows");
        (string Header, bool Right)[] columns = [.. Answer.GetProperty("columns").EnumerateArray().Select((c, i) =>
            (c.GetString()!, rows.GetArrayLength() > 0 && rows[0][i].ValueKind == JsonValueKind.Number))];
        Table table = Tables.Create(columns);
        foreach (JsonElement row in rows.EnumerateArray())
        {
            table.AddRow(Tables.Cells(row.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.Null ? "-" : c.ToString())));
        }

        console.Write(table);
    }
}
