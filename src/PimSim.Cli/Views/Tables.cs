using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>The house's look of a table.</summary>
internal static class Tables
{
    /// <summary>A table of columns to the left or, for numbers, to the right.</summary>
    public static Table Create(params ReadOnlySpan<(string Header, bool Right)> columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach ((string header, bool right) in columns)
        {
            TableColumn column = new(new Text(header)) { NoWrap = right };
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>A table under its title.</summary>
    public static IRenderable Titled(string title, Table table) => new Rows(new Text(title, new Style(decoration: Decoration.Bold)), table);

    /// <summary>Names and values in two columns.</summary>
    public static Grid Facts(params IEnumerable<(string Name, string Value)> facts)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in facts)
        {
            grid.AddRow(new Text(name), new Text(value));
        }

        return grid;
    }

    /// <summary>Plain texts as cells: file names and the like must not be read as markup.</summary>
    public static IEnumerable<Text> Cells(params IEnumerable<string> texts) => texts.Select(t => new Text(t));
}
