using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Products of signs by signs, counted on packed bits: the integers that fp32 chains over +1 and -1 would give. A true-0
/// border is packed as +1 and taken out again by position and channel.
/// </summary>
internal sealed class BinaryForwardConvolution : ForwardConvolution
{
    // Counts of so many positions are pooled while they are in the first-level cache.
    private const int BlockPositions = 64;

    private readonly BlockGeometry geometry;
    private readonly BinaryConvolution convolution;
    private readonly RealConvolutionShape shape;
    private readonly PackedImages images;
    private readonly PackedPanel[] panels;
    private readonly int[] positions;
    private readonly int[] bases;
    private readonly int[] negativeWeights;

    public BinaryForwardConvolution(BlockGeometry geometry, int batchSize)
    {
        this.geometry = geometry;
        RealConvolutionShape s = shape = geometry.Convolution;
        ConvolutionShape packed = new(s.Height, s.Width, s.InChannels, s.OutChannels, s.KernelHeight, s.KernelWidth, s.Stride, s.Padding, Groups: 1);
        convolution = new BinaryConvolution(packed, padBit: s.PaddingValue < 0f);
        images = new PackedImages(batchSize, s.Height, s.Width, s.InChannels);
        panels = [new PackedPanel(s.OutChannels, s.Depth)];
        positions = new int[geometry.UsedHeight * geometry.UsedWidth];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (i / geometry.UsedWidth * s.OutWidth) + (i % geometry.UsedWidth);
        }

        this.bases = new int[positions.Length * s.OutChannels];
        negativeWeights = new int[s.OutChannels * s.KernelHeight * s.KernelWidth];
    }

    public override void SetWeights(ReadOnlySpan<float> weights)
    {
        panels[0].Load(PackedMatrix.FromSigns(weights, shape.OutChannels, shape.Depth));
        CountNegativeWeights(weights);
        for (int i = 0; i < positions.Length; i++)
        {
            Span<int> bases = this.bases.AsSpan(i * shape.OutChannels, shape.OutChannels);
            bases.Fill(shape.Depth);
            if (shape.PaddingValue == 0f)
            {
                TakeOutBorder(positions[i], bases);
            }
        }
    }

    public override void Run(ActivationBuffer input, int image, float scale, Span<float> pooled, Span<int> places, BlockScratch scratch)
    {
        Pack(input, image);
        int channels = shape.OutChannels;
        int row = geometry.PoolSize * geometry.UsedWidth;
        int rowsAtOnce = Math.Max(1, BlockPositions / row);
        for (int y = 0; y < geometry.PooledHeight; y += rowsAtOnce)
        {
            int rows = Math.Min(rowsAtOnce, geometry.PooledHeight - y);
            Span<int> mismatches = scratch.Mismatches.AsSpan(0, rows * row * channels);
            convolution.Mismatches(images, image, panels, positions.AsSpan(y * row, rows * row), mismatches);
            int pooledRow = geometry.PooledWidth * channels;
            PoolKernels.FirstMaximumOfDots(
                mismatches,
                bases.AsSpan(y * row * channels, mismatches.Length),
                rows,
                geometry.PooledWidth,
                channels,
                geometry.PoolSize,
                scale,
                pooled[(y * pooledRow)..],
                places[(y * pooledRow)..]);
        }
    }

    /// <summary>Dot products of one image, for the positions that pooling takes: rows x columns x output channels, in the scratch's room for them.</summary>
    public void Dots(ActivationBuffer input, int image, BlockScratch scratch)
    {
        Pack(input, image);
        Span<int> mismatches = scratch.Mismatches.AsSpan(0, bases.Length);
        convolution.Mismatches(images, image, panels, positions, mismatches);
        SignKernels.Dots(mismatches, bases, scratch.Convolution.Span);
    }

    private void Pack(ActivationBuffer input, int image)
    {
        for (int y = 0; y < shape.Height; y++)
        {
            SignKernels.PackPixels(input.Row(image, y), shape.InChannels, images.Row(image, y));
        }
    }

    private void CountNegativeWeights(ReadOnlySpan<float> weights)
    {
        int channels = shape.InChannels;
        for (int i = 0; i < negativeWeights.Length; i++)
        {
            int count = 0;
            foreach (float w in weights.Slice(i * channels, channels))
            {
                count += w < 0f ? 1 : 0;
            }

            negativeWeights[i] = count;
        }
    }

    // The dot product misses the border's positions; the count has a mismatch there for each negative weight.
    private void TakeOutBorder(int position, Span<int> bases)
    {
        int top = (position / shape.OutWidth * shape.Stride) - shape.Padding;
        int left = (position % shape.OutWidth * shape.Stride) - shape.Padding;
        int kernel = shape.KernelHeight * shape.KernelWidth;
        for (int k = 0; k < kernel; k++)
        {
            (int y, int x) = (top + (k / shape.KernelWidth), left + (k % shape.KernelWidth));
            if (y >= 0 && x >= 0 && y < shape.Height && x < shape.Width)
            {
                continue;
            }

            for (int o = 0; o < bases.Length; o++)
            {
                bases[o] += (2 * negativeWeights[(o * kernel) + k]) - shape.InChannels;
            }
        }
    }
}
