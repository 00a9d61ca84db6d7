namespace PimSim.Interop;

/// <summary>
/// Binary weights as other tools mean them: bit 1 is +1, bit 0 is -1. A row is an output; its columns follow the canonical
/// order: kernel row, kernel column, input channel (the last fastest), or the inputs of a dense layer.
/// </summary>
internal sealed class SignMatrix
{
    private const int WordBits = 64;

    private readonly ulong[] words;
    private readonly int wordsPerRow;

    /// <summary>All -1.</summary>
    public SignMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        this.wordsPerRow = (columns / WordBits) + (columns % WordBits == 0 ? 0 : 1);
        this.words = new ulong[(long)rows * this.wordsPerRow];
    }

    /// <summary>Outputs.</summary>
    public int Rows { get; }

    /// <summary>Inputs of an output.</summary>
    public int Columns { get; }

    /// <summary>True is +1.</summary>
    public bool this[int row, int column]
    {
        get => ((this.words[Word(row, column)] >> (column % WordBits)) & 1) != 0;
        set
        {
            ulong bit = 1UL << (column % WordBits);
            ref ulong word = ref this.words[Word(row, column)];
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>The words of a row, column 0 in the lowest bit of the first; bits behind the last column are 0.</summary>
    public ReadOnlySpan<ulong> Row(int row) => this.words.AsSpan(row * this.wordsPerRow, this.wordsPerRow);

    /// <summary>
    /// The signs as networks of this program store them: bit 1 is -1, element (row, column) is bit i % 64 of word i / 64 with
    /// i = row * Columns + column, without gaps between rows.
    /// </summary>
    public ulong[] ToNegativeBits()
    {
        long count = (long)Rows * Columns;
        ulong[] bits = new ulong[(count + WordBits - 1) / WordBits];
        long i = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++, i++)
            {
                bits[i / WordBits] |= this[row, column] ? 0 : 1UL << (int)(i % WordBits);
            }
        }

        return bits;
    }

    private long Word(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return ((long)row * this.wordsPerRow) + (column / WordBits);
    }
}
