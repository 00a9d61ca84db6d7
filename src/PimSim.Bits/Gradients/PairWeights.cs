namespace PimSim.Bits;

/// <summary>
/// Weights of 3 x 3 kernels as sums over two rows of pixels read them: slices of channels x outputs x (three kernel rows and one of zeros) x kernel columns x
/// channels of the slice, with a row of zeros in front. What a window does not reach of the two rows is multiplied by those zeros.
/// </summary>
internal sealed class PairWeights
{
    /// <summary>Rows and columns of the kernel.</summary>
    public const int Kernel = 3;
    private const int Rows = Kernel + 1;
    private readonly int outputs;
    private readonly int channels;
    private readonly AlignedFloats values;

    public PairWeights(int outputs, int channels, int slice)
    {
        this.outputs = outputs;
        this.channels = channels;
        Slice = slice;
        this.values = new AlignedFloats(channels / slice * SliceLength);
    }

    /// <summary>Channels of a slice.</summary>
    public int Slice { get; }

    /// <summary>Slices.</summary>
    public int Slices => this.channels / Slice;

    /// <summary>Values of an output in a slice.</summary>
    public int OutputLength => Rows * RowLength;

    /// <summary>Values of a kernel row in a slice.</summary>
    public int RowLength => Kernel * Slice;

    /// <summary>Whether all weights are finite: zeros in place of one then change no sum.</summary>
    public bool AreFinite { get; private set; }

    private int SliceLength => (this.outputs * OutputLength) + RowLength;

    /// <summary>A slice, from the kernel row of zeros before its first output on.</summary>
    public Span<float> Values(int slice) => this.values.Slice(slice * SliceLength, SliceLength);

    /// <summary>Takes weights: outputs x kernel rows x kernel columns x channels.</summary>
    public void Set(ReadOnlySpan<float> weights)
    {
        AreFinite = VectorKernels.AreFinite(weights);
        for (int s = 0; s < Slices; s++)
        {
            Span<float> target = Values(s)[RowLength..];
            for (int o = 0; o < this.outputs; o++)
            {
                for (int tap = 0; tap < Kernel * Kernel; tap++)
                {
                    weights.Slice((((o * Kernel * Kernel) + tap) * this.channels) + (s * Slice), Slice).CopyTo(target[((o * OutputLength) + (tap * Slice))..]);
                }
            }
        }
    }
}
