namespace PimSim.Device;

/// <summary>The column accesses of a domain of which units read something else than what is stored, and what they read. Safe to read from any number of threads.</summary>
public sealed class WrongReads
{
    private readonly Dictionary<RowAddress, int[]> rows = [];
    private readonly HashSet<int> numbers = [];
    private readonly int columns;
    private readonly int accessWords;
    private ulong[] words = new ulong[64];
    private int used;

    /// <summary>None yet, of rows of <paramref name="columns"/> column accesses of <paramref name="accessWords"/> words.</summary>
    public WrongReads(int columns, int accessWords)
    {
        this.columns = columns;
        this.accessWords = accessWords;
    }

    /// <summary>How many.</summary>
    public int Count => used / accessWords;

    /// <summary>Whether there is one in a row of this number, of whatever bank.</summary>
    public bool HitsRow(int row) => numbers.Contains(row);

    /// <summary>Whether a column access is one.</summary>
    public bool Contains(RowAddress row, int column) => rows.TryGetValue(row, out int[]? places) && places[column] >= 0;

    /// <summary>What units read of a column access; empty where it is right.</summary>
    public ReadOnlySpan<ulong> Find(RowAddress row, int column) =>
        Contains(row, column) ? words.AsSpan(rows[row][column], accessWords) : [];

    /// <summary>Adds one, or replaces what is known of it.</summary>
    public void Add(RowAddress row, int column, ReadOnlySpan<ulong> read)
    {
        if (!rows.TryGetValue(row, out int[]? places))
        {
            rows[row] = places = new int[columns];
            Array.Fill(places, -1);
            numbers.Add(row.Row);
        }

        if (places[column] < 0)
        {
            places[column] = used;
            used += accessWords;
            if (used > words.Length)
            {
                Array.Resize(ref words, Math.Max(used, 2 * words.Length));
            }
        }

        read[..accessWords].CopyTo(words.AsSpan(places[column]));
    }
}
