using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Convolution, pooling, batch norm, sign, and back, for a batch. The result goes to the next layer's input, the gradient
/// comes from it. The scale of binary weights is applied after pooling, where it cannot break ties.
/// </summary>
internal sealed class ConvolutionBlock
{
    private readonly BlockGeometry geometry;
    private readonly ForwardConvolution convolution;
    private readonly AlignedFloats effective;
    private readonly AlignedFloats pooled;
    private readonly int[] places;
    private readonly ConvolutionGradients gradients;
    private readonly float[] meanScale;
    private readonly float[] meanShift;
    private readonly float[] factors;
    private readonly BlockSums channelSums;
    private readonly BlockSums otherSums;
    private readonly BlockSums weightSums;
    private readonly bool isPiecewise;
    private LayerScale scale = new(1f);

    public ConvolutionBlock(BlockGeometry geometry, LayerWeights weights, ActivationBuffer input, ActivationBuffer output, TrainingOptions options)
    {
        int batchSize = options.BatchSize;
        isPiecewise = options.ActivationGradient == ActivationGradient.PiecewisePolynomial;
        this.geometry = geometry;
        Weights = weights;
        Input = input;
        Output = output;
        int channels = geometry.Convolution.OutChannels;
        Norm = new BatchNormState(channels, options.Optimizer);
        convolution = geometry.IsBinary ? new BinaryForwardConvolution(geometry, batchSize) : new RealForwardConvolution(geometry);
        effective = new AlignedFloats(weights.Values.Length);
        pooled = new AlignedFloats(batchSize * geometry.PooledLength);
        places = new int[batchSize * geometry.PooledLength];
        gradients = new ConvolutionGradients(
            geometry.Convolution, geometry.PooledHeight, geometry.PooledWidth, geometry.PoolSize, input.Gradients.Length > 0);
        meanScale = new float[channels];
        meanShift = new float[channels];
        this.factors = new float[channels];
        channelSums = new BlockSums(batchSize, channels);
        otherSums = new BlockSums(batchSize, channels);
        weightSums = new BlockSums(batchSize, gradients.WeightCount);
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
    internal ReadOnlySpan<float> Pooled(int image) => pooled.Slice(image * this.geometry.PooledLength, this.geometry.PooledLength);

    /// <summary>
    /// Everything up to the statistics of the batch. What remains, <see cref="Activate"/>, the next layer has done for a
    /// block of images just before it reads them, while they are in the cache.
    /// </summary>
    public void Forward(int images, WorkerTeam<BlockScratch> team, ConvolutionBlock? previous)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * this.geometry.Windows;
        this.scale = Weights.Prepare(effective.Span);
        convolution.SetWeights(effective.Span);
        gradients.SetWeights(effective.Span);
        team.Run(blocks, (block, scratch) =>
        {
            previous?.Activate(block, images);
            ConvolveAndPool(block, images, scratch);
        });
        Norm.TakeSums(channelSums.Total(blocks), count);
        team.Run(blocks, (block, _) => NormKernels.SquaredDeviations(PooledBlock(block, images), Norm.BatchMean, channelSums.Start(block)));
        Norm.TakeSquares(channelSums.Total(blocks), count);
    }

    /// <summary>
    /// From the sums of <see cref="SumParameterGradients"/> to all gradients; has the sums of the layer before it made, of
    /// each block of images when its gradients are there.
    /// </summary>
    public void Backward(int images, WorkerTeam<BlockScratch> team, ConvolutionBlock? previous)
    {
        int blocks = ImageBlocks.Count(images);
        channelSums.Total(blocks).CopyTo(GammaGradient);
        otherSums.Total(blocks).CopyTo(BetaGradient);
        int count = images * this.geometry.Windows;
        for (int c = 0; c < this.factors.Length; c++)
        {
            meanScale[c] = GammaGradient[c] / count;
            meanShift[c] = BetaGradient[c] / count;
        }

        Norm.InputFactors(this.scale.Uniform, this.factors);
        this.scale.ApplyChannels(this.factors);
        team.Run(blocks, (block, scratch) =>
        {
            ReverseConvolution(block, images, scratch);
            previous?.SumParameterGradients(block, images);
        });
        gradients.ToWeightOrder(weightSums.Total(blocks), WeightGradient);
    }

    /// <summary>Updates all parameters from the gradients of the last <see cref="Backward"/>.</summary>
    public void Update(in UpdateStep step)
    {
        Weights.Update(WeightGradient, step);
        Norm.Update(GammaGradient, BetaGradient, step);
    }

    /// <summary>Batch norm and sign of a block of images into <see cref="Output"/>.</summary>
    public void Activate(int block, int images)
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

    /// <summary>Sums of the batch norm's gradients over a block of images, from the gradients of <see cref="Output"/>.</summary>
    public void SumParameterGradients(int block, int images)
    {
        Span<float> scale = channelSums.Start(block);
        Span<float> shift = otherSums.Start(block);
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                if (isPiecewise)
                {
                    PiecewiseGradient.Apply(PooledRow(i, y), Norm.Parameters, Output.GradientRow(i, y));
                }

                NormKernels.ParameterGradients(PooledRow(i, y), Output.GradientRow(i, y), Norm.Parameters, scale, shift);
            }
        }
    }

    private void ConvolveAndPool(int block, int images, BlockScratch scratch)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        int length = this.geometry.PooledLength;
        for (int i = first; i < end; i++)
        {
            convolution.Run(Input, i, scratch);
            PoolKernels.FirstMaximum(
                scratch.Convolution.Span,
                this.geometry.PooledHeight,
                this.geometry.PooledWidth,
                Norm.Channels,
                this.geometry.PoolSize,
                this.scale.Uniform,
                pooled.Slice(i * length, length),
                places.AsSpan(i * length, length));
            this.scale.ApplyChannels(pooled.Slice(i * length, length));
        }

        NormKernels.Sums(PooledBlock(block, images), Norm.Channels, channelSums.Start(block));
    }

    private void ReverseConvolution(int block, int images, BlockScratch scratch)
    {
        Span<float> sums = weightSums.Start(block);
        int length = this.geometry.PooledLength;
        int row = Output.Width * Norm.Channels;
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                NormKernels.InputGradient(
                    PooledRow(i, y), Output.GradientRow(i, y), Norm.Parameters, meanScale, meanShift, this.factors, scratch.Gradient.Slice(y * row, row));
            }

            gradients.Run(
                places.AsSpan(i * length, length),
                scratch.Gradient.Slice(0, length),
                Input.Image(i),
                sums,
                Input.Gradients.Length > 0 ? Input.GradientImage(i) : default,
                scratch.Lists);
        }
    }

    private ReadOnlySpan<float> PooledRow(int image, int y)
    {
        int row = this.geometry.PooledWidth * Norm.Channels;
        return pooled.Slice((image * this.geometry.PooledLength) + (y * row), row);
    }

    private ReadOnlySpan<float> PooledBlock(int block, int images)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        return pooled.Slice(first * this.geometry.PooledLength, (end - first) * this.geometry.PooledLength);
    }
}
