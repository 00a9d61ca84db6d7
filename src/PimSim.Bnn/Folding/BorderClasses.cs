namespace PimSim.Bnn;

/// <summary>
/// The border classes of a layer: output positions whose windows leave the image in the same way see the same true-0
/// padding, so they share a threshold. Classes are the distinct pairs (valid kernel rows, valid kernel columns), in
/// order of first appearance with positions taken row by row; 9 for a 3x3 kernel with padding 1 on a large image.
/// Layers without true-0 padding have one class.
/// </summary>
public sealed class BorderClasses
{
    private readonly Window[] windows;
    private readonly int[] classOf;
    private readonly int kernelHeight;
    private readonly int kernelWidth;
    private readonly int depth;

    private BorderClasses(Window[] windows, int[] classOf, int kernelHeight, int kernelWidth, int depth)
    {
        this.windows = windows;
        this.classOf = classOf;
        this.kernelHeight = kernelHeight;
        this.kernelWidth = kernelWidth;
        this.depth = depth;
    }

    /// <summary>Number of classes, at least 1.</summary>
    public int Count => this.windows.Length;

    /// <summary>K: positions of one output, padding included.</summary>
    public int Positions => this.kernelHeight * this.kernelWidth * this.depth;

    /// <summary>The class of each output position, row by row (before any pooling).</summary>
    public ReadOnlySpan<int> ClassOf => this.classOf;

    /// <summary>The classes of a convolution over images of shape <paramref name="input"/>.</summary>
    public static BorderClasses Of(ConvolutionNode node, ImageShape input)
    {
        int outHeight = OutputSize(input.Height, node.KernelHeight, node);
        int outWidth = OutputSize(input.Width, node.KernelWidth, node);
        bool zeros = node.PaddingValue == PaddingValue.Zero;
        var windows = new List<Window>();
        var known = new Dictionary<Window, int>();
        int[] classOf = new int[outHeight * outWidth];
        for (int p = 0; p < classOf.Length; p++)
        {
            Range rows = Valid(p / outWidth, node.KernelHeight, input.Height);
            Range columns = Valid(p % outWidth, node.KernelWidth, input.Width);
            var window = new Window(rows.Start.Value, rows.End.Value, columns.Start.Value, columns.End.Value);
            if (!known.TryGetValue(window, out int index))
            {
                index = windows.Count;
                known.Add(window, index);
                windows.Add(window);
            }

            classOf[p] = index;
        }

        return new BorderClasses([.. windows], classOf, node.KernelHeight, node.KernelWidth, input.Channels / node.Groups);

        Range Valid(int position, int kernel, int size)
        {
            if (!zeros)
            {
                return 0..kernel;
            }

            int origin = (position * node.Stride) - node.Padding;
            int start = Math.Clamp(-origin, 0, kernel);
            int end = Math.Clamp(size - origin, 0, kernel);
            return end > start ? start..end : 0..0;
        }
    }

    /// <summary>The one class of a dense layer with <paramref name="inputs"/> inputs.</summary>
    public static BorderClasses OfDense(int inputs) => new([new Window(0, 1, 0, 1)], [0], 1, 1, inputs);

    /// <summary>Positions of one output of the class that lie in the image (or in +1 or -1 padding).</summary>
    public int ValidPositions(int borderClass) =>
        (this.windows[borderClass].RowEnd - this.windows[borderClass].RowStart)
        * (this.windows[borderClass].ColumnEnd - this.windows[borderClass].ColumnStart) * this.depth;

    /// <summary>
    /// The mismatches that padded positions of the class add to a channel's count when the device holds bit 0 there: the
    /// -1 weights at these positions.
    /// </summary>
    public int PadMismatches(BinarizedWeights weights, int channel, int borderClass)
    {
        Window window = this.windows[borderClass];
        int mismatches = 0;
        for (int ky = 0; ky < this.kernelHeight; ky++)
        {
            for (int kx = 0; kx < this.kernelWidth; kx++)
            {
                if (ky >= window.RowStart && ky < window.RowEnd && kx >= window.ColumnStart && kx < window.ColumnEnd)
                {
                    continue;
                }

                int first = ((((channel * this.kernelHeight) + ky) * this.kernelWidth) + kx) * this.depth;
                for (int i = first; i < first + this.depth; i++)
                {
                    mismatches += (int)(weights.Bits[i / 64] >> (i % 64)) & 1;
                }
            }
        }

        return mismatches;
    }

    private static int OutputSize(int size, int kernel, ConvolutionNode node) => ((size + (2 * node.Padding) - kernel) / node.Stride) + 1;

    private readonly record struct Window(int RowStart, int RowEnd, int ColumnStart, int ColumnEnd);
}
