using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>Where something went: one row a part, with its share and a bar.</summary>
internal static class ShareTable
{
    private const int BarWidth = 40;

    /// <summary>Parts of 0 are left out; the shares are of the sum.</summary>
    public static IRenderable Create(string title, string kind, string unit, IEnumerable<(string Name, double Amount, string Text)> parts)
    {
        List<(string Name, double Amount, string Text)> rows = [.. parts.Where(p => p.Amount > 0)];
        double sum = rows.Sum(r => r.Amount);
        Table table = Tables.Create((kind, false), (unit, true), ("share", true), ("", false));
        foreach ((string name, double amount, string text) in rows)
        {
            table.AddRow(Tables.Cells(name, text, Quantity.Percent(amount / sum), Quantity.Bar(amount / sum, BarWidth)));
        }

        return Tables.Titled(title, table);
    }
}
