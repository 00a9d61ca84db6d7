namespace PimSim.Bits;

/// <summary>
/// The two products of a convolution's backward pass, for gradients that reach one position of each pooling window.
/// A list says for one output channel which positions (offsets into the padded image) and with which gradient. A patch
/// is <c>rows</c> runs of <c>rowLength</c> values, <c>stride</c> apart. Each result is one chain of fused
/// multiply-adds over the list in its order, going on from what the target holds.
/// </summary>
public static unsafe class RowKernels
{
    /// <summary>Weight gradients: sums[row, j] += factor * image[offset + row * stride + j], over the list in its order.</summary>
    public static void Accumulate(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> image,
        int rows,
        int rowLength,
        int stride,
        Span<float> sums) =>
        Accumulate(offsets, factors, image, rows, rowLength, stride, sums, LaneWidths.Best);

    /// <summary>
    /// Input gradients: image[offset + row * stride + j] += factor * weights[row, j], over the kernel's columns, then over
    /// the list (a value of the image meets each position at most once a column).
    /// </summary>
    public static void Scatter(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> weights,
        int rows,
        int columns,
        int channels,
        int stride,
        Span<float> image) =>
        Scatter(offsets, factors, weights, rows, columns, channels, stride, image, LaneWidths.Best);

    internal static void Accumulate(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> image,
        int rows,
        int rowLength,
        int stride,
        Span<float> sums,
        LaneWidth width)
    {
        Check(offsets, factors, image, rows, rowLength, stride, sums);
        fixed (int* offset = offsets)
        fixed (float* factor = factors, source = image, target = sums)
        {
            int row = 0;
            for (; width == LaneWidth.Sixteen && row <= rows - 3; row += 3)
            {
                LaneLoop.Run(new GatherThreeRows(offset, factor, offsets.Length, source + (row * stride), stride, target + (row * rowLength), rowLength), rowLength, width);
            }

            for (; row < rows; row++)
            {
                LaneLoop.Run(new GatherRow(offset, factor, offsets.Length, source + (row * stride), target + (row * rowLength)), rowLength, width);
            }
        }
    }

    internal static void Scatter(
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> factors,
        ReadOnlySpan<float> weights,
        int rows,
        int columns,
        int channels,
        int stride,
        Span<float> image,
        LaneWidth width)
    {
        int rowLength = columns * channels;
        Check(offsets, factors, image, rows, rowLength, stride, weights);
        fixed (int* offset = offsets)
        fixed (float* factor = factors, source = weights, target = image)
        {
            for (int column = 0; column < columns; column++)
            {
                float* from = source + (column * channels);
                float* to = target + (column * channels);
                if (rows == 3)
                {
                    LaneLoop.Run(new ScatterThreeRows(offset, factor, offsets.Length, from, rowLength, to, stride), channels, width);
                }
                else
                {
                    LaneLoop.Run(new ScatterRows(offset, factor, offsets.Length, from, rows, rowLength, to, stride), channels, width);
                }
            }
        }
    }

    private static void Check(
        ReadOnlySpan<int> offsets, ReadOnlySpan<float> factors, ReadOnlySpan<float> image, int rows, int rowLength, int stride, ReadOnlySpan<float> patch)
    {
        int reach = ((rows - 1) * stride) + rowLength;
        if (factors.Length < offsets.Length || patch.Length < rows * rowLength)
        {
            throw new ArgumentException("factors or patch too short", nameof(factors));
        }

        foreach (int offset in offsets)
        {
            if (offset < 0 || offset > image.Length - reach)
            {
                throw new ArgumentException($"offset {offset} leaves an image of {image.Length} values", nameof(offsets));
            }
        }
    }
}
