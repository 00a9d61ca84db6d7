using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The house's look of a table.</summary>
internal static class Tables
{
    /// <summary>A table with a title on the left and columns to the left or, for numbers, to the right.</summary>
    public static Table Create(string title, params ReadOnlySpan<(string Header, bool Right)> columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        table.Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold));
        foreach ((string header, bool right) in columns)
        {
            TableColumn column = new(new Text(header)) { NoWrap = right };
            table.AddColumn(right ? column.RightAligned() : column);
        }

        return table;
    }

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
