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
    /// Everything up to the statistics of the batch. What remains, <see cref="Activate"/>, the next layer has done for each
    /// image just before it reads it, while it is in the cache.
    /// </summary>
    public void Forward(int images, WorkerTeam<BlockScratch> team, ConvolutionBlock? previous)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * this.geometry.Windows;
        this.scale = Weights.Prepare(effective.Span);
        convolution.SetWeights(effective.Span);
        gradients.SetWeights(effective.Span);
        team.Run(blocks, (block, scratch) => ConvolveAndPool(block, images, scratch, previous));
        Norm.TakeSums(channelSums.Total(blocks), count);
        team.Run(blocks, (block, _) => NormKernels.SquaredDeviations(PooledBlock(block, images), Norm.BatchMean, channelSums.Start(block)));
        Norm.TakeSquares(channelSums.Total(blocks), count);
    }

    /// <summary>
    /// From the sums of <see cref="SumParameterGradients"/> to all gradients; has the sums of the layer before it made, of
    /// each image when its gradients are there.
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
        team.Run(blocks, (block, scratch) => ReverseConvolution(block, images, scratch, previous));
        gradients.ToWeightOrder(weightSums.Total(blocks, team), WeightGradient);
    }

    /// <summary>Updates all parameters from the gradients of the last <see cref="Backward"/>.</summary>
    public void Update(in UpdateStep step)
    {
        Weights.Update(WeightGradient, step);
        Norm.Update(GammaGradient, BetaGradient, step);
    }

    /// <summary>Batch norm and sign of an image into <see cref="Output"/>.</summary>
    public void Activate(int image) => NormKernels.Signs(Pooled(image), Norm.Parameters, Output.Rows, Output.Inside(image));

    /// <summary>Begins the sums of the batch norm's gradients over a block of images.</summary>
    public void BeginParameterGradients(int block)
    {
        channelSums.Start(block);
        otherSums.Start(block);
    }

    /// <summary>Adds an image to the sums of its block, from the gradients of <see cref="Output"/>; in the order of the images.</summary>
    public void SumParameterGradients(int block, int image)
    {
        if (isPiecewise)
        {
            int row = Output.Width * Norm.Channels;
            for (int y = 0; y < Output.Height; y++)
            {
                PiecewiseGradient.Apply(Pooled(image).Slice(y * row, row), Norm.Parameters, Output.GradientRow(image, y));
            }
        }

        NormKernels.ParameterGradients(Pooled(image), Output.GradientInside(image), Output.Rows, Norm.Parameters, channelSums.Row(block), otherSums.Row(block));
    }

    private void ConvolveAndPool(int block, int images, BlockScratch scratch, ConvolutionBlock? previous)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        int length = this.geometry.PooledLength;
        Span<float> sums = channelSums.Start(block);
        for (int i = first; i < end; i++)
        {
            previous?.Activate(i);
            Span<float> result = pooled.Slice(i * length, length);
            convolution.Run(Input, i, this.scale.Uniform, result, places.AsSpan(i * length, length), scratch);
            this.scale.ApplyChannels(result);
            NormKernels.Sums(result, Norm.Channels, sums);
        }
    }

    private void ReverseConvolution(int block, int images, BlockScratch scratch, ConvolutionBlock? previous)
    {
        Span<float> sums = weightSums.Start(block);
        int length = this.geometry.PooledLength;
        Span<float> gradient = scratch.Gradient.Slice(0, length);
        (int first, int end) = ImageBlocks.Range(block, images);
        previous?.BeginParameterGradients(block);
        for (int i = first; i < end; i++)
        {
            NormKernels.InputGradient(
                Pooled(i), Output.GradientInside(i), Output.Rows, Norm.Parameters, meanScale, meanShift, this.factors, gradient);
            gradients.Run(
                places.AsSpan(i * length, length),
                gradient,
                Input.Image(i),
                sums,
                Input.Gradients.Length > 0 ? Input.GradientImage(i) : default,
                scratch.Lists);
            previous?.SumParameterGradients(block, i);
        }
    }

    private ReadOnlySpan<float> PooledBlock(int block, int images)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        return pooled.Slice(first * this.geometry.PooledLength, (end - first) * this.geometry.PooledLength);
    }
}
