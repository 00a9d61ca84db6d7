using System.Text.Json;
using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>regress accept</c>.</summary>
/// <param name="Target">The file of accepted values.</param>
/// <param name="Reason">Why.</param>
/// <param name="Results">By case.</param>
/// <param name="Changed">Names of cases that have other values now.</param>
internal sealed record RegressAcceptView(string Target, string Reason, IReadOnlyList<CaseResult> Results, IReadOnlyList<string> Changed) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.regress-accept/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("target", Target);
        json.WriteString("reason", Reason);
        json.WriteObjects("cases", Results, result =>
        {
            json.WriteString("name", result.Case.Name);
            json.WriteBoolean("changed", IsChanged(result));
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(("written", Target), ("reason", Reason)));
        Table table = Tables.Create(("case", false), ("accepted values", false), ("what changed", false));
        foreach (CaseResult result in Results)
        {
            string what = result.Accepted is null ? "new" : IsChanged(result) ? "others" : "as before";
            table.AddRow(Tables.Cells(result.Case.Name, what, string.Join("; ", result.Differences)));
        }

        console.Write(table);
    }

    private bool IsChanged(CaseResult result) => Changed.Contains(result.Case.Name, StringComparer.Ordinal);
}
