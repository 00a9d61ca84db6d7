namespace PimSim.Bits;

/// <summary>Binary matrix products.</summary>
public static class MatrixProduct
{
    // Rows of one task: enough work to pay for it, and a multiple of every kernel's row block.
    private const int TaskRows = 32;

    /// <summary>
    /// result[r * b.Outputs + o] = mismatches of row r of <paramref name="a"/> and output o of <paramref name="b"/>; the product
    /// of +1 and -1 is K - 2 x that. The same at any number of threads.
    /// </summary>
    /// <param name="a">Rows x K bits.</param>
    /// <param name="b">Outputs x K bits.</param>
    /// <param name="result">Rows x outputs, row-major; may be longer.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or result is too short.</exception>
    public static void Mismatches(PackedMatrix a, PackedPanel b, int[] result, int threads)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (a.Columns != b.Columns)
        {
            throw new ArgumentException($"rows of {a.Columns} bits and outputs of {b.Columns} bits", nameof(b));
        }

        if (result.Length < (long)a.Rows * b.Outputs)
        {
            throw new ArgumentException($"{result.Length} results for {a.Rows} x {b.Outputs}", nameof(result));
        }

        int tasks = (a.Rows + TaskRows - 1) / TaskRows;
        if (threads == 1 || tasks <= 1)
        {
            Rows(a, b, result, 0, a.Rows);
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, tasks, options, t => Rows(a, b, result, t * TaskRows, Math.Min(TaskRows, a.Rows - (t * TaskRows))));
    }

    private static void Rows(PackedMatrix a, PackedPanel b, int[] result, int first, int rows)
    {
        ReadOnlySpan<ulong> words = a.Words.AsSpan(first * a.WordsPerRow, rows * a.WordsPerRow);
        Span<int> target = result.AsSpan(first * b.Outputs, rows * b.Outputs);
        XnorKernels.Best.MismatchCounts(words, rows, a.WordsPerRow, b, target, b.Outputs);
    }
}
