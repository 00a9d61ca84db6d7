namespace PimSim.Bits;

/// <summary>
/// A real convolution in fp32 with prepacked weights. Each output is one chain of fused multiply-adds from +0 over rising
/// (ky, kx, input channel); the border's values are multiplied and added like any other. Safe for concurrent calls of
/// <see cref="Forward"/>, not while weights change.
/// </summary>
public sealed unsafe class RealConvolution
{
    private readonly PanelWeights panels;
    private readonly int[] offsets;
    private readonly int[] taps;

    /// <summary>Prepacks <paramref name="weights"/>: OutChannels x KernelHeight x KernelWidth x InChannels.</summary>
    public RealConvolution(RealConvolutionShape shape, ReadOnlySpan<float> weights)
        : this(shape, shape.OutHeight, shape.OutWidth)
    {
        SetWeights(weights);
    }

    /// <summary>
    /// A convolution that computes only the first rows and columns of its outputs (what a pooling layer after it takes);
    /// weights come by <see cref="SetWeights"/>.
    /// </summary>
    public RealConvolution(RealConvolutionShape shape, int outHeight, int outWidth)
        : this(shape, outHeight, outWidth, LaneWidths.Best)
    {
    }

    internal RealConvolution(RealConvolutionShape shape, int outHeight, int outWidth, LaneWidth lanes)
    {
        if (outHeight < 1 || outWidth < 1 || outHeight > shape.OutHeight || outWidth > shape.OutWidth)
        {
            throw new ArgumentException($"no outputs {outHeight} x {outWidth} of {shape}", nameof(shape));
        }

        Shape = shape;
        OutHeight = outHeight;
        OutWidth = outWidth;
        panels = new PanelWeights(shape.OutChannels, shape.Depth, lanes);
        offsets = new int[outHeight * outWidth];
        for (int m = 0; m < offsets.Length; m++)
        {
            int y = m / outWidth * shape.Stride;
            int x = m % outWidth * shape.Stride;
            offsets[m] = ((y * shape.PaddedWidth) + x) * shape.InChannels;
        }

        taps = shape.TapOffsets();
    }

    /// <summary>The sizes.</summary>
    public RealConvolutionShape Shape { get; }

    /// <summary>Rows of outputs that are computed.</summary>
    public int OutHeight { get; }

    /// <summary>Columns of outputs that are computed.</summary>
    public int OutWidth { get; }

    /// <summary>Values of an output image: OutHeight x OutWidth x OutChannels.</summary>
    public int OutputLength => offsets.Length * Shape.OutChannels;

    /// <summary>Takes new weights: OutChannels x KernelHeight x KernelWidth x InChannels.</summary>
    public void SetWeights(ReadOnlySpan<float> weights) => panels.Pack(weights);

    /// <summary>Convolves one image.</summary>
    /// <param name="image">Height x Width x InChannels.</param>
    /// <param name="output">OutHeight x OutWidth x OutChannels.</param>
    /// <param name="scratch">Room of <see cref="RealConvolutionShape.PaddedLength"/> values (unused without padding).</param>
    public void Forward(ReadOnlySpan<float> image, Span<float> output, Span<float> scratch)
    {
        if (Shape.Padding == 0)
        {
            ForwardPadded(image, output);
            return;
        }

        Pad(image, scratch);
        ForwardPadded(scratch, output);
    }

    /// <summary>Convolves one image that has its border already: PaddedHeight x PaddedWidth x InChannels.</summary>
    public void ForwardPadded(ReadOnlySpan<float> padded, Span<float> output)
    {
        CheckLengths(padded.Length, output.Length, OutputLength);
        int rowStride = Shape.PaddedWidth * Shape.InChannels;
        fixed (float* x = padded)
        fixed (float* y = output)
        {
            PanelProduct.Run(panels, x, offsets, Shape.KernelHeight, Shape.KernelWidth * Shape.InChannels, rowStride, y);
        }
    }

    /// <summary>
    /// Convolves one image that has its border already, and pools: as <see cref="ForwardPadded"/> and then
    /// <see cref="PoolKernels.FirstMaximum(ReadOnlySpan{float}, int, int, int, int, float, Span{float}, Span{int})"/>.
    /// </summary>
    /// <param name="padded">PaddedHeight x PaddedWidth x InChannels.</param>
    /// <param name="size">Rows and columns of a window; OutHeight and OutWidth divide by it.</param>
    /// <param name="scale">What the maxima are multiplied by, not negative.</param>
    /// <param name="pooled">Windows x OutChannels.</param>
    /// <param name="places">Windows x OutChannels: the place of the first maximum.</param>
    /// <param name="scratch">Room for OutHeight x OutWidth x OutChannels values.</param>
    public void ForwardPooled(ReadOnlySpan<float> padded, int size, float scale, Span<float> pooled, Span<int> places, Span<float> scratch)
    {
        if (OutHeight % size != 0 || OutWidth % size != 0)
        {
            throw new ArgumentException($"{OutHeight} x {OutWidth} outputs in windows of {size} x {size}", nameof(size));
        }

        if (size != 2)
        {
            ForwardPadded(padded, scratch);
            PoolKernels.FirstMaximum(scratch, OutHeight / size, OutWidth / size, Shape.OutChannels, size, scale, pooled, places, panels.Lanes);
            return;
        }

        CheckLengths(padded.Length, Math.Min(pooled.Length, places.Length), OutputLength / 4);
        fixed (float* x = padded, target = pooled)
        fixed (int* place = places)
        {
            PooledProduct.Run(panels, x, offsets, taps, OutWidth / size, scale, target, place);
        }
    }

    /// <summary>Copies an image into the middle of <paramref name="padded"/> and fills the border.</summary>
    public void Pad(ReadOnlySpan<float> image, Span<float> padded)
    {
        int row = Shape.Width * Shape.InChannels;
        int side = Shape.Padding * Shape.InChannels;
        int stride = row + (2 * side);
        padded[..Shape.PaddedLength].Fill(Shape.PaddingValue);
        for (int y = 0; y < Shape.Height; y++)
        {
            image.Slice(y * row, row).CopyTo(padded[(((y + Shape.Padding) * stride) + side)..]);
        }
    }

    private void CheckLengths(int image, int output, int outputs)
    {
        if (image < Shape.PaddedLength || output < outputs)
        {
            throw new ArgumentException($"image of {image} or output of {output} values too short for {Shape}", nameof(image));
        }
    }
}
