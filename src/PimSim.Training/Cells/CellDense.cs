using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The real fully connected layer, the loss, and back, as a device does it; the loss is the host's.</summary>
internal sealed class CellDense
{
    private readonly LaneMath math;
    private readonly CellDenseCopy[] copies;
    private readonly int slots;
    private readonly float[] scores;
    private readonly float[] scoreGradients;
    private readonly float[] storedGradients;
    private readonly BlockSums weightSums;
    private readonly BlockSums biasSums;
    private readonly double smoothing;
    private readonly int outputs;
    private readonly int inputs;

    public CellDense(int outputs, ActivationBuffer input, TrainingOptions options, int layer, CellPort[] cells, int slots)
    {
        (this.outputs, this.slots, inputs, Input) = (outputs, slots, input.ImageLength, input);
        math = cells[0].Math;
        float[] initial = InitialWeights.Uniform(options.Seed, layer, (outputs * inputs) + outputs, inputs);
        math.Round(initial);
        copies = [.. cells.Select(c => new CellDenseCopy(c, options.Optimizer, initial[..(outputs * inputs)], initial[(outputs * inputs)..]))];
        scores = new float[options.BatchSize * outputs];
        scoreGradients = new float[scores.Length];
        storedGradients = new float[scores.Length];
        weightSums = new BlockSums(options.BatchSize, outputs * inputs);
        biasSums = new BlockSums(options.BatchSize, outputs);
        smoothing = options.LabelSmoothing;
    }

    public ActivationBuffer Input { get; }

    /// <summary>The parameters of each domain.</summary>
    public IReadOnlyList<CellDenseCopy> Copies => copies;

    public BatchLoss ForwardAndBack(int images, byte[] labels, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        var losses = new BatchLoss[blocks];
        team.Run(blocks, (b, _) =>
        {
            (int first, int end) = ImageBlocks.Range(b, images);
            for (int i = first; i < end; i++)
            {
                losses[b] += Evaluate(i, copies[b / slots], images, labels[i]);
            }
        });
        scoreGradients.CopyTo(storedGradients, 0);
        for (int b = 0; b < blocks; b++)
        {
            (int first, int end) = ImageBlocks.Range(b, images);
            copies[b / slots].Cells.Write(new TrainingColumn(TrainingTensor.ScoreGradients, Slot: b % slots), storedGradients.AsSpan(first * outputs, (end - first) * outputs));
        }

        team.Run(blocks, (b, _) =>
        {
            Span<float> bias = biasSums.Start(b);
            Span<float> weights = weightSums.Start(b);
            (int first, int end) = ImageBlocks.Range(b, images);
            for (int i = first; i < end; i++)
            {
                Reverse(i, copies[b / slots], weights, bias);
            }
        });
        return losses.Aggregate((a, b) => a + b);
    }

    public void Update(int images, in UpdateStep step)
    {
        int blocks = ImageBlocks.Count(images);
        Span<float> weights = weightSums.Total(blocks);
        Span<float> bias = biasSums.Total(blocks);
        foreach (CellDenseCopy copy in copies)
        {
            copy.Update(weights, bias, step);
        }
    }

    private BatchLoss Evaluate(int image, CellDenseCopy copy, int images, byte label)
    {
        ReadOnlySpan<float> signs = Input.Image(image);
        Span<float> own = scores.AsSpan(image * outputs, outputs);
        for (int o = 0; o < outputs; o++)
        {
            ReadOnlySpan<float> weights = copy.Weights.Values.AsSpan(o * inputs, inputs);
            float sum = 0f;
            for (int k = 0; k < inputs; k++)
            {
                sum = math.Add(sum, weights[k] * signs[k]);
            }

            own[o] = math.Add(sum, copy.Bias.Values[o]);
        }

        Span<float> gradient = scoreGradients.AsSpan(image * outputs, outputs);
        double loss = SoftmaxLoss.Evaluate(own, label, 1.0 / images, smoothing, gradient, out bool isCorrect);
        math.Round(gradient);
        return new BatchLoss(loss, isCorrect ? 1 : 0);
    }

    private void Reverse(int image, CellDenseCopy copy, Span<float> weights, Span<float> bias)
    {
        ReadOnlySpan<float> signs = Input.Image(image);
        Span<float> target = Input.GradientImage(image);
        target.Clear();
        for (int o = 0; o < outputs; o++)
        {
            float g = storedGradients[(image * outputs) + o];
            bias[o] = math.Add(bias[o], g);
            math.MultiplyAdd(weights.Slice(o * inputs, inputs), g, signs);
            math.MultiplyAdd(target, scoreGradients[(image * outputs) + o], copy.Transposed.AsSpan(o * inputs, inputs));
        }
    }
}
