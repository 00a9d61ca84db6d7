namespace PimSim.Exploration;

/// <summary>Columns of equal length.</summary>
public sealed class ResultTable
{
    /// <summary>A table of these columns; a value has its column's type or is null.</summary>
    internal ResultTable(IReadOnlyList<(ResultColumn Column, object?[] Values)> columns)
    {
        Columns = [.. columns.Select(c => c.Column)];
        Values = [.. columns.Select(c => c.Values)];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>By column, then by row.</summary>
    public IReadOnlyList<object?[]> Values { get; }

    /// <summary>Rows.</summary>
    public int Rows => Values[0].Length;

    /// <summary>The values of a column, or null where there is no such column.</summary>
    public object?[]? Find(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal))
            {
                return Values[i];
            }
        }

        return null;
    }
}
