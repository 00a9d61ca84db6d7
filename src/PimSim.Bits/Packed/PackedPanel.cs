using System.Runtime.InteropServices;

namespace PimSim.Bits;

/// <summary>
/// The right side of a binary product, Outputs x K bits, packed so that one 512-bit register holds 8 outputs x 64 bits
/// of K: panel p (outputs 8p to 8p + 7) has, for each word of K, 8 consecutive words. Outputs are padded with zeros to a
/// multiple of 8. Many threads may read at once; <see cref="Load"/> must be alone.
/// </summary>
public sealed class PackedPanel
{
    /// <summary>Outputs in one panel.</summary>
    public const int Width = 8;

    private readonly AlignedBytes words;
    private LookupIndex? nibbles;
    private LookupIndex? sextets;

    /// <summary>A panel of +1.</summary>
    /// <exception cref="ArgumentException">A size is out of range, or exceeds one array.</exception>
    public PackedPanel(int outputs, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Outputs = outputs;
        Columns = columns;
        WordsPerRow = BitLayout.Words(columns);
        PanelCount = (int)(((long)outputs + Width - 1) / Width);
        this.words = new AlignedBytes((long)PanelCount * WordsPerRow * Width * sizeof(ulong), nameof(outputs));
    }

    /// <summary>Number of outputs (rows of the matrix that was packed).</summary>
    public int Outputs { get; }

    /// <summary>Bits of an output: K.</summary>
    public int Columns { get; }

    /// <summary>Words of an output: ceil(K / 64).</summary>
    public int WordsPerRow { get; }

    /// <summary>Panels of 8 outputs.</summary>
    public int PanelCount { get; }

    /// <summary>PanelCount x WordsPerRow x 8 words.</summary>
    public ReadOnlySpan<ulong> Words => MemoryMarshal.Cast<byte, ulong>(this.words.Span);

    /// <summary>Words of <see cref="Words"/>, at a cache line; valid while this object is kept alive.</summary>
    internal unsafe ulong* Pointer => (ulong*)this.words.Pointer;

    /// <summary>Packs the rows of a matrix as outputs.</summary>
    public static PackedPanel From(PackedMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return From(matrix, 0, matrix.Rows);
    }

    /// <summary>Packs rows firstRow to firstRow + outputs - 1 of a matrix as outputs.</summary>
    /// <exception cref="ArgumentException">The matrix has no such rows.</exception>
    public static PackedPanel From(PackedMatrix matrix, int firstRow, int outputs)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var panel = new PackedPanel(outputs, matrix.Columns);
        panel.Load(matrix, firstRow);
        return panel;
    }

    /// <summary>Replaces the contents by Outputs rows of a matrix from <paramref name="firstRow"/> on, without a new allocation.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of columns, or no such rows.</exception>
    public void Load(PackedMatrix matrix, int firstRow = 0)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Columns != Columns || firstRow < 0 || firstRow > matrix.Rows - Outputs)
        {
            throw new ArgumentException(
                $"rows from {firstRow} on of a matrix of {matrix.Rows} x {matrix.Columns} for a panel of {Outputs} x {Columns}", nameof(matrix));
        }

        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(this.words.Span);
        for (int o = 0; o < Outputs; o++)
        {
            ReadOnlySpan<ulong> row = matrix.Row(firstRow + o);
            int at = ((o / Width) * WordsPerRow * Width) + (o % Width);
            for (int k = 0; k < row.Length; k++)
            {
                words[at + (k * Width)] = row[k];
            }
        }

        nibbles?.Fill(this);
        sextets?.Fill(this);
    }

    /// <summary>The bit of one element: true is -1.</summary>
    public bool Get(int output, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)Outputs, nameof(output));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return ((Word(output, column >> 6) >> (column & 63)) & 1) != 0;
    }

    /// <summary>Word <paramref name="word"/> of one output.</summary>
    internal ulong Word(int output, int word) => Words[((((output / Width) * WordsPerRow) + word) * Width) + (output % Width)];

    /// <summary>The same bits as 4-bit indices of 32 outputs a register; made at first use.</summary>
    internal LookupIndex Nibbles() => nibbles ?? Publish(ref nibbles, LookupIndex.ForNibbles(this));

    /// <summary>The same bits as 6-bit indices of 64 outputs a register; made at first use.</summary>
    internal LookupIndex Sextets() => sextets ?? Publish(ref sextets, LookupIndex.ForSextets(this));

    // Two threads may both build it; the first to finish wins and the other's copy, which is equal, is dropped.
    private static LookupIndex Publish(ref LookupIndex? field, LookupIndex made) => Interlocked.CompareExchange(ref field, made, null) ?? made;
}
