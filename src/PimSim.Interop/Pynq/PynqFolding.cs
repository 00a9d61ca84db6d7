namespace PimSim.Interop;

/// <summary>
/// How a layer's weights are spread over the files of a BNN-PYNQ folder: one file for each processing element, one word for
/// each group of SIMD columns.
/// </summary>
/// <param name="Pe">Processing elements; divides the rows.</param>
/// <param name="Simd">Columns of a word, 1 to 64; divides the columns.</param>
/// <param name="Rows">Outputs, padding included.</param>
/// <param name="Columns">Inputs of an output, padding included.</param>
internal sealed record PynqFolding(int Pe, int Simd, int Rows, int Columns)
{
    private const int MaxWeights = 1 << 28;

    /// <summary>Whether sizes divide and fit words, and the layer is none of more weights than any network has.</summary>
    public bool IsPossible => (long)Rows * Columns <= MaxWeights && Pe >= 1 && Simd is >= 1 and <= 64 && Rows >= Pe && Columns >= Simd && Rows % Pe == 0 && Columns % Simd == 0;

    /// <summary>Rows of one file.</summary>
    public int RowsOfFile => Rows / Pe;

    /// <summary>Words of a row.</summary>
    public int WordsOfRow => Columns / Simd;

    /// <summary>Bytes of a file of weights.</summary>
    public long WeightBytes => (long)RowsOfFile * WordsOfRow * sizeof(ulong);
}
