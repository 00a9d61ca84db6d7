namespace PimSim.Bits;

/// <summary>
/// A matrix of signs, one bit each: bit 0 is +1, bit 1 is -1. Element k of a row is bit k % 64 of the row's word k / 64;
/// rows start at a word boundary. Bits after the last column must stay 0: the kernels rely on it.
/// </summary>
public sealed class PackedMatrix
{
    /// <summary>A matrix of +1.</summary>
    /// <param name="rows">Rows, at least 0.</param>
    /// <param name="columns">Elements in a row, at least 1.</param>
    /// <exception cref="ArgumentException">A size is out of range, or exceeds one array.</exception>
    public PackedMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Rows = rows;
        Columns = columns;
        WordsPerRow = BitLayout.Words(columns);
        Words = new ulong[BitLayout.CheckedLength(rows, WordsPerRow, nameof(rows))];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Elements (bits) in a row: K.</summary>
    public int Columns { get; }

    /// <summary>Words in a row: ceil(K / 64).</summary>
    public int WordsPerRow { get; }

    /// <summary>All words, row after row.</summary>
    public ulong[] Words { get; }

    /// <summary>Packs rows x columns values, row-major: below 0 is -1, all else (NaN too) is +1.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows x columns.</exception>
    public static PackedMatrix FromSigns(ReadOnlySpan<float> values, int rows, int columns)
    {
        PackedMatrix matrix = CreateFor(values.Length, rows, columns);
        for (int r = 0; r < rows; r++)
        {
            BitLayout.PackSigns(values.Slice(r * columns, columns), matrix.Row(r));
        }

        return matrix;
    }

    /// <summary>Packs rows x columns values, row-major: below 0 is -1, all else is +1.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows x columns.</exception>
    public static PackedMatrix FromSigns(ReadOnlySpan<sbyte> values, int rows, int columns)
    {
        PackedMatrix matrix = CreateFor(values.Length, rows, columns);
        for (int r = 0; r < rows; r++)
        {
            BitLayout.PackSigns(values.Slice(r * columns, columns), matrix.Row(r));
        }

        return matrix;
    }

    /// <summary>The words of one row.</summary>
    public Span<ulong> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return Words.AsSpan(row * WordsPerRow, WordsPerRow);
    }

    /// <summary>The bit of one element: true is -1.</summary>
    public bool Get(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return BitLayout.Get(Row(row), column);
    }

    /// <summary>Sets the bit of one element: true is -1.</summary>
    public void Set(int row, int column, bool value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        BitLayout.Set(Row(row), column, value);
    }

    private static PackedMatrix CreateFor(int length, int rows, int columns)
    {
        var matrix = new PackedMatrix(rows, columns);
        if (length != (long)rows * columns)
        {
            throw new ArgumentException($"{length} values for a matrix of {rows} x {columns}", nameof(length));
        }

        return matrix;
    }
}
