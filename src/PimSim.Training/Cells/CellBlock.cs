using PimSim.Bits;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>
/// Convolution, pooling, batch norm, sign, and back, as a device does it: every domain with its own copy of the parameters, on its own blocks of images, each
/// operation rounded to the lanes' format, and every number that lies in cells between two operations read through their faults. Counts of signs are integers
/// and are rounded where the lanes take them. Sums over blocks of images are the host's, in fp32.
/// </summary>
internal sealed class CellBlock
{
    private readonly BlockGeometry geometry;
    private readonly LaneMath math;
    private readonly bool isPiecewise;
    private readonly int block;
    private readonly int slots;
    private readonly int positions;
    private readonly CellCopy[] copies;
    private readonly float[] pooled;
    private readonly float[] places;
    private readonly float[] incoming;
    private readonly float[] gradients;
    private readonly float[][] spread;
    private readonly BlockSums channelSums;
    private readonly BlockSums otherSums;
    private readonly BlockSums weightSums;
    private readonly int[] sources;
    private float[] lastSigns = [];

    /// <param name="geometry">Sizes.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="block">Index of the block.</param>
    /// <param name="cells">Cells of each domain that works.</param>
    /// <param name="slots">Blocks of images of a domain.</param>
    /// <param name="input">What it takes.</param>
    /// <param name="output">What it gives.</param>
    public CellBlock(BlockGeometry geometry, TrainingOptions options, int block, CellPort[] cells, int slots, ActivationBuffer input, ActivationBuffer output)
    {
        (this.geometry, this.block, this.slots, Input, Output) = (geometry, block, slots, input, output);
        math = cells[0].Math;
        isPiecewise = options.ActivationGradient == ActivationGradient.PiecewisePolynomial;
        copies = [.. cells.Select(c => new CellCopy(c, geometry, options, block))];
        positions = geometry.PoolSize * geometry.PoolSize;
        int length = options.BatchSize * geometry.PooledLength;
        (pooled, places, incoming, gradients) = (new float[length], new float[length], new float[length], new float[length]);
        spread = [.. Enumerable.Range(0, positions > 1 && cells[0].HasFaults ? positions : 0).Select(_ => new float[length])];
        int channels = geometry.Convolution.OutChannels;
        channelSums = new BlockSums(options.BatchSize, channels);
        otherSums = new BlockSums(options.BatchSize, channels);
        weightSums = new BlockSums(options.BatchSize, channels * Shape.Depth);
        sources = [.. Enumerable.Range(0, Shape.KernelHeight).Select(row => row * Shape.PaddedWidth * Shape.InChannels)];
    }

    /// <summary>The parameters of each domain.</summary>
    public IReadOnlyList<CellCopy> Copies => copies;

    public ActivationBuffer Input { get; }

    public ActivationBuffer Output { get; }

    private RealConvolutionShape Shape => geometry.Convolution;

    private int Channels => Shape.OutChannels;

    /// <summary>Elements of a kernel row, which lie side by side in the padded image.</summary>
    private int RowLength => Shape.KernelWidth * Shape.InChannels;

    public void Forward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * geometry.Windows;
        foreach (CellCopy copy in copies)
        {
            copy.Begin();
        }

        team.Run(blocks, (b, scratch) => ForImages(b, images, i =>
        {
            Convolve(i, Copy(b), scratch);
            Pool(i, Copy(b), scratch.Convolution.Span);
        }));
        Write(TrainingTensor.Results, 0, images, pooled);
        if (positions > 1)
        {
            Write(TrainingTensor.Places, 0, images, places);
        }

        Sum(images, team, (x, _, _, sum) => math.Add(sum, x));
        Span<float> sums = channelSums.Total(blocks);
        foreach (CellCopy copy in copies)
        {
            copy.Norm.TakeSums(sums, count);
        }

        Sum(images, team, (x, copy, c, sum) =>
        {
            float d = math.Subtract(x, copy.Norm.Mean[c]);
            return math.FusedMultiplyAdd(d, d, sum);
        });
        Span<float> squares = channelSums.Total(blocks);
        foreach (CellCopy copy in copies)
        {
            copy.Norm.TakeSquares(squares, count);
        }

        team.Run(blocks, (b, _) => ForImages(b, images, i => Activate(i, Copy(b))));
    }

    public void Backward(int images, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        TakeGradients(images);
        team.Run(blocks, (b, _) =>
        {
            Span<float> scaleSum = channelSums.Start(b);
            Span<float> shiftSum = otherSums.Start(b);
            CellCopy copy = Copy(b);
            (int first, int end) = ImageBlocks.Range(b, images);
            for (int at = first * geometry.PooledLength; at < end * geometry.PooledLength; at++)
            {
                int c = at % Channels;
                (float g, float standardized) = Gate(at, copy);
                shiftSum[c] = math.Add(shiftSum[c], g);
                scaleSum[c] = math.FusedMultiplyAdd(g, standardized, scaleSum[c]);
            }
        });
        Span<float> gamma = channelSums.Total(blocks);
        Span<float> beta = otherSums.Total(blocks);
        foreach (CellCopy copy in copies)
        {
            copy.TakeGradients(gamma, beta, images * geometry.Windows);
        }

        team.Run(blocks, (b, _) => ForImages(b, images, i => ReverseNorm(i, Copy(b))));
        if (positions == 1)
        {
            // The same column as before: without a pool a result's gradient is that of its only position. What went to the host came from a register.
            gradients.CopyTo(incoming, 0);
            Write(TrainingTensor.Gradients, 0, images, incoming);
        }

        for (int q = 0; q < spread.Length; q++)
        {
            Write(TrainingTensor.Positions, q, images, spread[q]);
        }

        team.Run(blocks, (b, _) =>
        {
            Span<float> sums = weightSums.Start(b);
            (int first, int end) = ImageBlocks.Range(b, images);
            for (int i = first; i < end; i++)
            {
                AddWeightGradients(i, sums);
                if (Input.Gradients.Length > 0)
                {
                    SetInputGradients(i, Copy(b));
                }
            }
        });
    }

    /// <summary>Updates all parameters from the sums of the last <see cref="Backward"/> over so many images.</summary>
    public void Update(int images, in UpdateStep step)
    {
        Span<float> total = weightSums.Total(ImageBlocks.Count(images));
        foreach (CellCopy copy in copies)
        {
            copy.Update(total, step);
        }
    }

    /// <summary>Fraction of the first copy's signs that are others than at the last call; 0 at the first.</summary>
    public double TakeFlips()
    {
        ReadOnlySpan<float> now = copies[0].Weights.Effective;
        int flips = 0;
        for (int i = 0; i < lastSigns.Length; i++)
        {
            flips += now[i] == lastSigns[i] ? 0 : 1;
        }

        lastSigns = now.ToArray();
        return flips / (double)lastSigns.Length;
    }

    private static void ForImages(int block, int images, Action<int> body)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            body(i);
        }
    }

    private CellCopy Copy(int imageBlock) => copies[imageBlock / slots];

    /// <summary>Numbers of all images to the cells of the domains that have them.</summary>
    private void Write(TrainingTensor tensor, int column, int images, float[] values)
    {
        for (int b = 0; b < ImageBlocks.Count(images) && Copies[0].Cells.HasFaults; b++)
        {
            (int first, int end) = ImageBlocks.Range(b, images);
            Copy(b).Cells.Write(
                new TrainingColumn(tensor, block, column, b % slots), values.AsSpan(first * geometry.PooledLength, (end - first) * geometry.PooledLength));
        }
    }

    private void Sum(int images, WorkerTeam<BlockScratch> team, Func<float, CellCopy, int, float, float> add) => team.Run(ImageBlocks.Count(images), (b, _) =>
    {
        Span<float> sum = channelSums.Start(b);
        CellCopy copy = Copy(b);
        (int first, int end) = ImageBlocks.Range(b, images);
        for (int at = first * geometry.PooledLength; at < end * geometry.PooledLength; at++)
        {
            int c = at % Channels;
            sum[c] = add(pooled[at], copy, c, sum[c]);
        }
    });

    /// <summary>Rounded results of all positions that pooling takes.</summary>
    private void Convolve(int image, CellCopy copy, BlockScratch scratch)
    {
        Span<float> results = scratch.Convolution.Span;
        if (copy.Counts is { } counts)
        {
            counts.Dots(Input, image, scratch);
            float elements = math.Round(Shape.Depth);
            for (int i = 0; i < geometry.ConvolutionLength; i++)
            {
                results[i] = math.Subtract(elements, math.Round(Shape.Depth - results[i] + (2 * copy.Weights.ExcessMismatches(i % Channels))));
            }

            return;
        }

        ReadOnlySpan<float> values = Input.Image(image);
        ReadOnlySpan<float> effective = copy.Weights.Effective;
        for (int at = 0; at < geometry.ConvolutionLength; at++)
        {
            int position = at / Channels;
            float sum = 0f;
            for (int e = 0; e < Shape.Depth; e++)
            {
                sum = math.FusedMultiplyAdd(effective[(at % Channels * Shape.Depth) + e], values[Source(position / geometry.UsedWidth, position % geometry.UsedWidth, e)], sum);
            }

            results[at] = sum;
        }
    }

    /// <summary>Where an element of a position's patch stands in the padded image.</summary>
    private int Source(int y, int x, int element) =>
        First(y, x) + sources[element / RowLength] + (element % RowLength);

    private int First(int y, int x) => ((y * Shape.Stride * Shape.PaddedWidth) + (x * Shape.Stride)) * Shape.InChannels;

    private void Pool(int image, CellCopy copy, ReadOnlySpan<float> results)
    {
        int start = image * geometry.PooledLength;
        ReadOnlySpan<float> scales = copy.Weights.Scales;
        for (int at = 0; at < geometry.PooledLength; at++)
        {
            int window = at / Channels;
            int c = at % Channels;
            int place = 0;
            float best = 0f;
            for (int q = 0; q < positions; q++)
            {
                (int y, int x) = Position(window, q);
                float value = results[(((y * geometry.UsedWidth) + x) * Channels) + c];
                (best, place) = q == 0 || value > best ? (value, q) : (best, place);
            }

            pooled[start + at] = scales.IsEmpty ? best : math.Multiply(best, scales[c]);
            places[start + at] = place;
        }
    }

    /// <summary>Output position of a window's position.</summary>
    private (int Y, int X) Position(int window, int q) =>
        ((window / geometry.PooledWidth * geometry.PoolSize) + (q / geometry.PoolSize), (window % geometry.PooledWidth * geometry.PoolSize) + (q % geometry.PoolSize));

    private (float Standardized, float Normalized) Normalize(float x, int c, CellNorm norm)
    {
        float standardized = math.Multiply(math.Subtract(x, norm.Mean[c]), norm.Inverse[c]);
        return (standardized, math.FusedMultiplyAdd(standardized, norm.Gamma.Values[c], norm.Beta.Values[c]));
    }

    private void Activate(int image, CellCopy copy)
    {
        int row = geometry.PooledWidth * Channels;
        for (int y = 0; y < geometry.PooledHeight; y++)
        {
            Span<float> signs = Output.Row(image, y);
            for (int i = 0; i < row; i++)
            {
                signs[i] = Normalize(pooled[(image * geometry.PooledLength) + (y * row) + i], i % Channels, copy.Norm).Normalized < 0f ? -1f : 1f;
            }
        }
    }

    /// <summary>Takes the gradients that what follows left, as the cells hold them.</summary>
    private void TakeGradients(int images)
    {
        int row = geometry.PooledWidth * Channels;
        for (int i = 0; i < images * geometry.PooledHeight; i++)
        {
            Output.GradientRow(i / geometry.PooledHeight, i % geometry.PooledHeight).CopyTo(incoming.AsSpan(i * row, row));
        }

        Write(TrainingTensor.Gradients, 0, images, incoming);
    }

    /// <summary>The gradient that passes the sign, and the standardized result.</summary>
    private (float Gradient, float Standardized) Gate(int at, CellCopy copy)
    {
        float g = incoming[at];
        (float standardized, float normalized) = Normalize(pooled[at], at % Channels, copy.Norm);
        float magnitude = MathF.Abs(normalized);
        if (isPiecewise)
        {
            float slope = math.Subtract(2f, math.Multiply(magnitude, 2f));
            g = math.Multiply(g, slope < 0f ? 0f : slope);
        }

        return (magnitude > 1f ? 0f : g, standardized);
    }

    private void ReverseNorm(int image, CellCopy copy)
    {
        int end = (image + 1) * geometry.PooledLength;
        for (int at = image * geometry.PooledLength; at < end; at++)
        {
            int c = at % Channels;
            (float g, float standardized) = Gate(at, copy);
            g = math.FusedMultiplyAdd(standardized, copy.MeanScale[c], math.Subtract(g, copy.MeanShift[c]));
            gradients[at] = math.Multiply(g, copy.Factors[c]);
            for (int q = 0; q < spread.Length; q++)
            {
                spread[q][at] = places[at] == q ? gradients[at] : 0f;
            }
        }
    }

    private void AddWeightGradients(int image, Span<float> sums)
    {
        int start = image * geometry.PooledLength;
        bool inPlace = spread.Length == 0;
        for (int at = 0; at < geometry.PooledLength; at++)
        {
            Span<float> sum = sums.Slice(at % Channels * Shape.Depth, Shape.Depth);
            for (int q = 0; q < positions; q++)
            {
                float g = !inPlace ? spread[q][start + at] : positions == 1 ? Alone(start + at) : places[start + at] == q ? gradients[start + at] : 0f;

                // Inputs that are +1, -1 or 0 have exact products, and those with 0 add nothing. Others are multiplied as the device does it: after an
                // underflow that decides the sign of a 0.
                if (g != 0f || !geometry.IsBinary)
                {
                    (int y, int x) = Position(at / Channels, q);
                    AddPatch(sum, g, image, y, x);
                }
            }
        }
    }

    /// <summary>Without a pool: what the column of gradients holds now.</summary>
    private float Alone(int at) => copies[0].Cells.HasFaults ? incoming[at] : gradients[at];

    private void AddPatch(Span<float> sum, float g, int image, int y, int x)
    {
        ReadOnlySpan<float> values = Input.Image(image)[First(y, x)..];
        for (int row = 0; row < Shape.KernelHeight; row++)
        {
            math.MultiplyAdd(sum.Slice(row * RowLength, RowLength), g, values.Slice(sources[row], RowLength));
        }
    }

    /// <summary>Each pixel's chain runs over output channel, kernel column, kernel row from the last to the first.</summary>
    private void SetInputGradients(int image, CellCopy copy)
    {
        Span<float> target = Input.GradientImage(image);
        target.Clear();
        int channels = Shape.InChannels;
        ReadOnlySpan<float> transposed = copy.Weights.Transposed;
        for (int o = 0; o < Channels; o++)
        {
            for (int tap = 0; tap < Shape.KernelWidth * Shape.KernelHeight; tap++)
            {
                int kx = tap / Shape.KernelHeight;
                int ky = Shape.KernelHeight - 1 - (tap % Shape.KernelHeight);
                int element = ((ky * Shape.KernelWidth) + kx) * channels;
                ReadOnlySpan<float> signs = transposed.Slice((o * Shape.Depth) + element, channels);
                for (int window = 0; window < geometry.Windows; window++)
                {
                    int at = (image * geometry.PooledLength) + (window * Channels) + o;

                    // The host takes the place as a whole number; what is none of the window's gets no gradient.
                    int place = (int)places[at];
                    if (gradients[at] != 0f && place >= 0 && place < positions)
                    {
                        (int y, int x) = Position(window, place);
                        math.MultiplyAdd(target.Slice(Source(y, x, element), channels), gradients[at], signs);
                    }
                }
            }
        }
    }
}
