using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Products of signs by signs, counted on packed bits: the integers that fp32 chains over +1 and -1 would give. A true-0
/// border is packed as +1 and taken out again by position and channel.
/// </summary>
internal sealed class BinaryForwardConvolution : ForwardConvolution
{
    private readonly BinaryConvolution _convolution;
    private readonly RealConvolutionShape _shape;
    private readonly PackedImages _images;
    private readonly PackedPanel[] _panels;
    private readonly int[] _positions;
    private readonly int[] _bases;
    private readonly int[] _negativeWeights;

    public BinaryForwardConvolution(BlockGeometry geometry, int batchSize)
    {
        RealConvolutionShape s = _shape = geometry.Convolution;
        ConvolutionShape packed = new(s.Height, s.Width, s.InChannels, s.OutChannels, s.KernelHeight, s.KernelWidth, s.Stride, s.Padding, Groups: 1);
        _convolution = new BinaryConvolution(packed, padBit: s.PaddingValue < 0f);
        _images = new PackedImages(batchSize, s.Height, s.Width, s.InChannels);
        _panels = [new PackedPanel(s.OutChannels, s.Depth)];
        _positions = new int[geometry.UsedHeight * geometry.UsedWidth];
        for (int i = 0; i < _positions.Length; i++)
        {
            _positions[i] = (i / geometry.UsedWidth * s.OutWidth) + (i % geometry.UsedWidth);
        }

        _bases = new int[_positions.Length * s.OutChannels];
        _negativeWeights = new int[s.OutChannels * s.KernelHeight * s.KernelWidth];
    }

    public override void SetWeights(ReadOnlySpan<float> weights)
    {
        _panels[0].Load(PackedMatrix.FromSigns(weights, _shape.OutChannels, _shape.Depth));
        CountNegativeWeights(weights);
        for (int i = 0; i < _positions.Length; i++)
        {
            Span<int> bases = _bases.AsSpan(i * _shape.OutChannels, _shape.OutChannels);
            bases.Fill(_shape.Depth);
            if (_shape.PaddingValue == 0f)
            {
                TakeOutBorder(_positions[i], bases);
            }
        }
    }

    public override void Run(ActivationBuffer input, int image, BlockScratch scratch)
    {
        for (int y = 0; y < _shape.Height; y++)
        {
            ReadOnlySpan<float> row = input.Row(image, y);
            for (int x = 0; x < _shape.Width; x++)
            {
                SignKernels.Pack(row.Slice(x * _shape.InChannels, _shape.InChannels), _images.Pixel(image, y, x));
            }
        }

        Span<int> mismatches = scratch.Mismatches.AsSpan(0, _bases.Length);
        _convolution.Mismatches(_images, image, _panels, _positions, mismatches);
        SignKernels.Dots(mismatches, _bases, scratch.Convolution.Span);
    }

    private void CountNegativeWeights(ReadOnlySpan<float> weights)
    {
        int channels = _shape.InChannels;
        for (int i = 0; i < _negativeWeights.Length; i++)
        {
            int count = 0;
            foreach (float w in weights.Slice(i * channels, channels))
            {
                count += w < 0f ? 1 : 0;
            }

            _negativeWeights[i] = count;
        }
    }

    // The dot product misses the border's positions; the count has a mismatch there for each negative weight.
    private void TakeOutBorder(int position, Span<int> bases)
    {
        int top = (position / _shape.OutWidth * _shape.Stride) - _shape.Padding;
        int left = (position % _shape.OutWidth * _shape.Stride) - _shape.Padding;
        int kernel = _shape.KernelHeight * _shape.KernelWidth;
        for (int k = 0; k < kernel; k++)
        {
            (int y, int x) = (top + (k / _shape.KernelWidth), left + (k % _shape.KernelWidth));
            if (y >= 0 && x >= 0 && y < _shape.Height && x < _shape.Width)
            {
                continue;
            }

            for (int o = 0; o < bases.Length; o++)
            {
                bases[o] += (2 * _negativeWeights[(o * kernel) + k]) - _shape.InChannels;
            }
        }
    }
}
