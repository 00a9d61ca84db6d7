using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Convolution, pooling, batch norm, sign, and back, for a batch. The result goes to the next layer's input, the gradient
/// comes from it. The scale of binary weights is applied after pooling, where it cannot break ties.
/// </summary>
internal sealed class ConvolutionBlock
{
    private readonly BlockGeometry _geometry;
    private readonly ForwardConvolution _convolution;
    private readonly AlignedFloats _effective;
    private readonly AlignedFloats _pooled;
    private readonly AlignedFloats _places;
    private readonly float[] _meanScale;
    private readonly float[] _meanShift;
    private readonly float[] _factors;
    private readonly BlockSums _channelSums;
    private readonly BlockSums _otherSums;
    private readonly BlockSums _weightSums;
    private readonly int _weightStride;
    private float _scale = 1f;

    public ConvolutionBlock(BlockGeometry geometry, LayerWeights weights, ActivationBuffer input, ActivationBuffer output, int batchSize)
    {
        _geometry = geometry;
        Weights = weights;
        Input = input;
        Output = output;
        int channels = geometry.Convolution.OutChannels;
        Norm = new BatchNormState(channels);
        _convolution = geometry.IsBinary ? new BinaryForwardConvolution(geometry, batchSize) : new RealForwardConvolution(geometry);
        _effective = new AlignedFloats(weights.Values.Length);
        _pooled = new AlignedFloats(batchSize * geometry.PooledLength);
        _places = new AlignedFloats(batchSize * geometry.PooledLength);
        _meanScale = new float[channels];
        _meanShift = new float[channels];
        _factors = new float[channels];
        _weightStride = geometry.UsesPatches ? geometry.PatchStride : geometry.Convolution.Depth;
        _channelSums = new BlockSums(batchSize, channels);
        _otherSums = new BlockSums(batchSize, channels);
        _weightSums = new BlockSums(batchSize, channels * _weightStride);
        GammaGradient = new float[channels];
        BetaGradient = new float[channels];
        WeightGradient = new float[weights.Values.Length];
    }

    public LayerWeights Weights { get; }

    public BatchNormState Norm { get; }

    public ActivationBuffer Input { get; }

    public ActivationBuffer Output { get; }

    /// <summary>Gradient of the batch norm's scale; valid after <see cref="Backward"/>.</summary>
    public float[] GammaGradient { get; }

    /// <summary>Gradient of the batch norm's shift.</summary>
    public float[] BetaGradient { get; }

    /// <summary>Gradient of what the convolution multiplied with: for a binary block, of the clipped set.</summary>
    public float[] WeightGradient { get; }

    /// <summary>Pooled and scaled results of an image: windows x channels.</summary>
    internal ReadOnlySpan<float> Pooled(int image) => _pooled.Slice(image * _geometry.PooledLength, _geometry.PooledLength);

    public void Forward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * _geometry.Windows;
        _scale = Weights.Prepare(_effective.Span);
        _convolution.SetWeights(_effective.Span);
        team.Run(blocks, (block, scratch) => ConvolveAndPool(block, images, scratch));
        Norm.TakeSums(_channelSums.Total(blocks), count);
        team.Run(blocks, (block, _) => NormKernels.SquaredDeviations(PooledBlock(block, images), Norm.BatchMean, _channelSums.Start(block)));
        Norm.TakeSquares(_channelSums.Total(blocks), count);
        team.Run(blocks, (block, _) => Activate(block, images));
    }

    public void Backward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) => SumParameterGradients(block, images));
        _channelSums.Total(blocks).CopyTo(GammaGradient);
        _otherSums.Total(blocks).CopyTo(BetaGradient);
        int count = images * _geometry.Windows;
        for (int c = 0; c < _factors.Length; c++)
        {
            _meanScale[c] = GammaGradient[c] / count;
            _meanShift[c] = BetaGradient[c] / count;
        }

        Norm.InputFactors(_scale, _factors);
        team.Run(blocks, (block, scratch) => ReverseConvolution(block, images, scratch));
        TakeWeightGradient(_weightSums.Total(blocks));
    }

    /// <summary>Updates all parameters from the gradients of the last <see cref="Backward"/>.</summary>
    public void Update(in AdamStepConstants step)
    {
        Weights.Update(WeightGradient, step);
        Norm.Update(GammaGradient, BetaGradient, step);
    }

    private void ConvolveAndPool(int block, int images, BlockScratch scratch)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        int length = _geometry.PooledLength;
        for (int i = first; i < end; i++)
        {
            _convolution.Run(Input, i, scratch);
            PoolKernels.FirstMaximum(
                scratch.Convolution.Span,
                _geometry.PooledHeight,
                _geometry.PooledWidth,
                Norm.Channels,
                _geometry.PoolSize,
                _scale,
                _pooled.Slice(i * length, length),
                _places.Slice(i * length, length));
        }

        NormKernels.Sums(PooledBlock(block, images), Norm.Channels, _channelSums.Start(block));
    }

    private void Activate(int block, int images)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                NormKernels.Signs(PooledRow(i, y), Norm.Parameters, Output.Row(i, y));
            }
        }
    }

    private void SumParameterGradients(int block, int images)
    {
        Span<float> scale = _channelSums.Start(block);
        Span<float> shift = _otherSums.Start(block);
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                NormKernels.ParameterGradients(PooledRow(i, y), Output.GradientRow(i, y), Norm.Parameters, scale, shift);
            }
        }
    }

    private void ReverseConvolution(int block, int images, BlockScratch scratch)
    {
        Span<float> weightSums = _weightSums.Start(block);
        int length = _geometry.PooledLength;
        int row = Output.Width * Norm.Channels;
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                NormKernels.InputGradient(
                    PooledRow(i, y), Output.GradientRow(i, y), Norm.Parameters, _meanScale, _meanShift, _factors, scratch.Gradient.Slice(y * row, row));
            }

            _geometry.FillLists(_places.Slice(i * length, length), scratch.Gradient.Span, scratch.Offsets, scratch.Factors);
            SumWeightGradients(i, scratch, weightSums);
            if (Input.Gradients.Length > 0)
            {
                ScatterInputGradient(i, scratch);
            }
        }
    }

    private void SumWeightGradients(int image, BlockScratch scratch, Span<float> sums)
    {
        int windows = _geometry.Windows;
        int run = _geometry.Convolution.KernelWidth * _geometry.Convolution.InChannels;
        int stride = _geometry.Convolution.PaddedWidth * _geometry.Convolution.InChannels;
        ReadOnlySpan<float> source = Input.Image(image);
        if (_geometry.UsesPatches)
        {
            _geometry.CopyPatches(source, scratch.Patches.Span);
            source = scratch.Patches.Slice(0, _geometry.PatchLength);
        }

        for (int o = 0; o < Norm.Channels; o++)
        {
            ReadOnlySpan<int> offsets = scratch.Offsets.AsSpan(o * windows, windows);
            ReadOnlySpan<float> factors = scratch.Factors.AsSpan(o * windows, windows);
            Span<float> target = sums.Slice(o * _weightStride, _weightStride);
            if (_geometry.UsesPatches)
            {
                RowKernels.Accumulate(offsets, factors, source, 1, _weightStride, 0, target);
            }
            else
            {
                RowKernels.Accumulate(offsets, factors, source, _geometry.Convolution.KernelHeight, run, stride, target);
            }
        }
    }

    private void ScatterInputGradient(int image, BlockScratch scratch)
    {
        int windows = _geometry.Windows;
        int depth = _geometry.Convolution.Depth;
        int stride = _geometry.Convolution.PaddedWidth * _geometry.Convolution.InChannels;
        Span<float> target = Input.GradientImage(image);
        target.Clear();
        for (int o = 0; o < Norm.Channels; o++)
        {
            RowKernels.Scatter(
                scratch.Offsets.AsSpan(o * windows, windows),
                scratch.Factors.AsSpan(o * windows, windows),
                _effective.Slice(o * depth, depth),
                _geometry.Convolution.KernelHeight,
                _geometry.Convolution.KernelWidth,
                _geometry.Convolution.InChannels,
                stride,
                target);
        }
    }

    private void TakeWeightGradient(ReadOnlySpan<float> sums)
    {
        int depth = _geometry.Convolution.Depth;
        for (int o = 0; o < Norm.Channels; o++)
        {
            sums.Slice(o * _weightStride, depth).CopyTo(WeightGradient.AsSpan(o * depth, depth));
        }
    }

    private ReadOnlySpan<float> PooledRow(int image, int y)
    {
        int row = _geometry.PooledWidth * Norm.Channels;
        return _pooled.Slice((image * _geometry.PooledLength) + (y * row), row);
    }

    private ReadOnlySpan<float> PooledBlock(int block, int images)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        return _pooled.Slice(first * _geometry.PooledLength, (end - first) * _geometry.PooledLength);
    }
}
