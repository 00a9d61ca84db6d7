using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// Convolution, pooling, batch norm, sign, and back, in the number format of a device's lanes: what <see cref="ConvolutionBlock"/> does, in the same order, each
/// operation rounded. Counts of signs are integers and are rounded where the lanes take them. Sums over blocks of images are the host's, in fp32.
/// </summary>
internal sealed class RoundedBlock
{
    private readonly BlockGeometry geometry;
    private readonly LaneMath math;
    private readonly bool isPiecewise;
    private readonly BinaryForwardConvolution? counts;
    private readonly float[] effective;
    private readonly float[] pooled;
    private readonly int[] places;
    private readonly float[] gradients;
    private readonly BlockSums channelSums;
    private readonly BlockSums otherSums;
    private readonly BlockSums weightSums;
    private readonly float[] meanShift;
    private readonly float[] meanScale;
    private readonly float[] factors;
    private LayerScale scale = new(1f);

    public RoundedBlock(BlockGeometry geometry, LayerWeights weights, ActivationBuffer input, ActivationBuffer output, TrainingOptions options)
    {
        this.geometry = geometry;
        (Weights, Input, Output) = (weights, input, output);
        math = new LaneMath(options.Optimizer.Format);
        isPiecewise = options.ActivationGradient == ActivationGradient.PiecewisePolynomial;
        int channels = geometry.Convolution.OutChannels;
        Norm = new BatchNormState(channels, options.Optimizer);
        counts = geometry.IsBinary ? new BinaryForwardConvolution(geometry, options.BatchSize) : null;
        effective = new float[weights.Values.Length];
        pooled = new float[options.BatchSize * geometry.PooledLength];
        places = new int[pooled.Length];
        gradients = new float[pooled.Length];
        channelSums = new BlockSums(options.BatchSize, channels);
        otherSums = new BlockSums(options.BatchSize, channels);
        weightSums = new BlockSums(options.BatchSize, effective.Length);
        (meanShift, meanScale, factors) = (new float[channels], new float[channels], new float[channels]);
    }

    public LayerWeights Weights { get; }

    public BatchNormState Norm { get; }

    public ActivationBuffer Input { get; }

    public ActivationBuffer Output { get; }

    private RealConvolutionShape Shape => geometry.Convolution;

    public void Forward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * geometry.Windows;
        scale = Weights.Prepare(effective);
        counts?.SetWeights(effective);
        team.Run(blocks, (block, scratch) => ForImages(block, images, i =>
        {
            Convolve(i, scratch);
            Pool(i, scratch.Convolution.Span);
        }));
        Sum(images, team, channelSums, (x, _, sum) => math.Add(sum, x));
        Norm.TakeSums(channelSums.Total(blocks), count);
        Sum(images, team, channelSums, (x, c, sum) =>
        {
            float d = math.Subtract(x, Norm.BatchMean[c]);
            return math.FusedMultiplyAdd(d, d, sum);
        });
        Norm.TakeSquares(channelSums.Total(blocks), count);
        team.Run(blocks, (block, _) => ForImages(block, images, Activate));
    }

    public void Backward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) =>
        {
            Span<float> scaleSum = channelSums.Start(block);
            Span<float> shiftSum = otherSums.Start(block);
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                for (int at = 0; at < geometry.PooledLength; at++)
                {
                    int c = at % Norm.Channels;
                    (float g, float standardized) = Gate(i, at);
                    shiftSum[c] = math.Add(shiftSum[c], g);
                    scaleSum[c] = math.FusedMultiplyAdd(g, standardized, scaleSum[c]);
                }
            }
        });
        Span<float> gamma = channelSums.Total(blocks);
        Span<float> beta = otherSums.Total(blocks);
        math.Round(gamma);
        math.Round(beta);
        float count = math.Round(images * geometry.Windows);
        for (int c = 0; c < Norm.Channels; c++)
        {
            meanScale[c] = math.Subtract(0f, math.Divide(gamma[c], count));
            meanShift[c] = math.Divide(beta[c], count);
        }

        Norm.InputFactors(scale.Uniform, factors);
        scale.ApplyChannels(factors);
        math.Round(factors);
        team.Run(blocks, (block, _) =>
        {
            float[] sums = new float[effective.Length];
            ForImages(block, images, i =>
            {
                ReverseNorm(i);
                AddWeightGradients(i, sums);
                if (Input.Gradients.Length > 0)
                {
                    SetInputGradients(i);
                }
            });
            sums.CopyTo(weightSums.Start(block));
        });
    }

    /// <summary>Updates all parameters from the sums of the last <see cref="Backward"/> over so many images.</summary>
    public void Update(int images, in UpdateStep step)
    {
        Weights.Update(weightSums.Total(ImageBlocks.Count(images)), step);
        Norm.Update(channelSums.Total(1), otherSums.Total(1), step);
    }

    private static void ForImages(int block, int images, Action<int> body)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            body(i);
        }
    }

    private void Sum(int images, WorkerTeam<BlockScratch> team, BlockSums sums, Func<float, int, float, float> add) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        Span<float> sum = sums.Start(block);
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int at = first * geometry.PooledLength; at < end * geometry.PooledLength; at++)
        {
            int c = at % Norm.Channels;
            sum[c] = add(pooled[at], c, sum[c]);
        }
    });

    /// <summary>Rounded results of all positions that pooling takes.</summary>
    private void Convolve(int image, BlockScratch scratch)
    {
        Span<float> results = scratch.Convolution.Span;
        int channels = Norm.Channels;
        if (counts is not null)
        {
            counts.Run(Input, image, scratch);
            float elements = math.Round(Shape.Depth);
            for (int i = 0; i < geometry.ConvolutionLength; i++)
            {
                results[i] = math.Subtract(elements, math.Round(Shape.Depth - results[i]));
            }

            return;
        }

        ReadOnlySpan<float> values = Input.Image(image);
        for (int at = 0; at < geometry.ConvolutionLength; at++)
        {
            int position = at / channels;
            float sum = 0f;
            for (int e = 0; e < Shape.Depth; e++)
            {
                sum = math.FusedMultiplyAdd(effective[(at % channels * Shape.Depth) + e], values[Source(position / geometry.UsedWidth, position % geometry.UsedWidth, e)], sum);
            }

            results[at] = sum;
        }
    }

    /// <summary>Where an element of a position's patch stands in the padded image.</summary>
    private int Source(int y, int x, int element)
    {
        int tap = element / Shape.InChannels;
        int row = (y * Shape.Stride) + (tap / Shape.KernelWidth);
        int column = (x * Shape.Stride) + (tap % Shape.KernelWidth);
        return (((row * Shape.PaddedWidth) + column) * Shape.InChannels) + (element % Shape.InChannels);
    }

    private void Pool(int image, ReadOnlySpan<float> results)
    {
        int size = geometry.PoolSize;
        int channels = Norm.Channels;
        Span<float> maxima = pooled.AsSpan(image * geometry.PooledLength, geometry.PooledLength);
        for (int at = 0; at < maxima.Length; at++)
        {
            int window = at / channels;
            int place = 0;
            float best = 0f;
            for (int q = 0; q < size * size; q++)
            {
                (int y, int x) = Position(window, q);
                float value = results[(((y * geometry.UsedWidth) + x) * channels) + (at % channels)];
                (best, place) = q == 0 || value > best ? (value, q) : (best, place);
            }

            maxima[at] = best;
            places[(image * geometry.PooledLength) + at] = place;
        }

        scale.Apply(maxima, maxima);
        math.Round(maxima);
    }

    /// <summary>Output position of a window's position.</summary>
    private (int Y, int X) Position(int window, int q) =>
        ((window / geometry.PooledWidth * geometry.PoolSize) + (q / geometry.PoolSize), (window % geometry.PooledWidth * geometry.PoolSize) + (q % geometry.PoolSize));

    private (float Standardized, float Normalized) Normalize(float x, int c)
    {
        float standardized = math.Multiply(math.Subtract(x, Norm.BatchMean[c]), Norm.Parameters.Inverse[c]);
        return (standardized, math.FusedMultiplyAdd(standardized, Norm.Gamma[c], Norm.Beta[c]));
    }

    private void Activate(int image)
    {
        int row = geometry.PooledWidth * Norm.Channels;
        for (int y = 0; y < geometry.PooledHeight; y++)
        {
            Span<float> signs = Output.Row(image, y);
            for (int i = 0; i < row; i++)
            {
                signs[i] = Normalize(pooled[(image * geometry.PooledLength) + (y * row) + i], i % Norm.Channels).Normalized < 0f ? -1f : 1f;
            }
        }
    }

    /// <summary>The gradient that passes the sign, and the standardized result.</summary>
    private (float Gradient, float Standardized) Gate(int image, int at)
    {
        int row = geometry.PooledWidth * Norm.Channels;
        float g = Output.GradientRow(image, at / row)[at % row];
        (float standardized, float normalized) = Normalize(pooled[(image * geometry.PooledLength) + at], at % Norm.Channels);
        float magnitude = MathF.Abs(normalized);
        if (isPiecewise)
        {
            float slope = math.Subtract(2f, math.Multiply(magnitude, 2f));
            g = math.Multiply(g, slope < 0f ? 0f : slope);
        }

        return (magnitude > 1f ? 0f : g, standardized);
    }

    private void ReverseNorm(int image)
    {
        for (int at = 0; at < geometry.PooledLength; at++)
        {
            int c = at % Norm.Channels;
            (float g, float standardized) = Gate(image, at);
            g = math.FusedMultiplyAdd(standardized, meanScale[c], math.Subtract(g, meanShift[c]));
            gradients[(image * geometry.PooledLength) + at] = math.Multiply(g, factors[c]);
        }
    }

    private void AddWeightGradients(int image, float[] sums)
    {
        ReadOnlySpan<float> values = Input.Image(image);
        for (int at = 0; at < geometry.PooledLength; at++)
        {
            float g = gradients[(image * geometry.PooledLength) + at];
            int place = places[(image * geometry.PooledLength) + at];
            Span<float> sum = sums.AsSpan(at % Norm.Channels * Shape.Depth, Shape.Depth);
            int window = at / Norm.Channels;
            if (geometry.IsBinary)
            {
                (int y, int x) = Position(window, place);
                for (int e = 0; e < sum.Length; e++)
                {
                    // Inputs are +1, -1 or 0: the product is exact.
                    sum[e] = math.Add(sum[e], g * values[Source(y, x, e)]);
                }

                continue;
            }

            // Positions without gradient are multiplied as the device does it: after an underflow that decides the sign of a 0.
            for (int q = 0; q < geometry.PoolSize * geometry.PoolSize; q++)
            {
                (int y, int x) = Position(window, q);
                for (int e = 0; e < sum.Length; e++)
                {
                    sum[e] = math.FusedMultiplyAdd(q == place ? g : 0f, values[Source(y, x, e)], sum[e]);
                }
            }
        }
    }

    /// <summary>Each pixel's chain runs over output channel, kernel column, kernel row from the last to the first.</summary>
    private void SetInputGradients(int image)
    {
        Span<float> target = Input.GradientImage(image);
        target.Clear();
        int channels = Shape.InChannels;
        for (int o = 0; o < Norm.Channels; o++)
        {
            for (int tap = 0; tap < Shape.KernelWidth * Shape.KernelHeight; tap++)
            {
                int kx = tap / Shape.KernelHeight;
                int ky = Shape.KernelHeight - 1 - (tap % Shape.KernelHeight);
                int element = ((ky * Shape.KernelWidth) + kx) * channels;
                ReadOnlySpan<float> signs = effective.AsSpan((o * Shape.Depth) + element, channels);
                for (int window = 0; window < geometry.Windows; window++)
                {
                    int at = (image * geometry.PooledLength) + (window * Norm.Channels) + o;
                    (int y, int x) = Position(window, places[at]);
                    Span<float> pixel = target.Slice(Source(y, x, element), channels);
                    for (int c = 0; c < channels; c++)
                    {
                        pixel[c] = math.Add(pixel[c], gradients[at] * signs[c]);
                    }
                }
            }
        }
    }
}
