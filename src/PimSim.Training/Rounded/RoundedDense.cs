namespace PimSim.Training;

/// <summary>The real fully connected layer, the loss, and back, in the number format of a device's lanes; the loss is the host's.</summary>
internal sealed class RoundedDense
{
    private readonly LaneMath math;
    private readonly float[] scores;
    private readonly float[] scoreGradients;
    private readonly BlockSums weightSums;
    private readonly BlockSums biasSums;
    private readonly ParameterOptimizer weightOptimizer;
    private readonly ParameterOptimizer biasOptimizer;
    private readonly double smoothing;
    private readonly int outputs;
    private readonly int inputs;

    public RoundedDense(int outputs, ActivationBuffer input, TrainingOptions options, int layer)
    {
        this.outputs = outputs;
        inputs = input.ImageLength;
        Input = input;
        math = new LaneMath(options.Optimizer.Format);
        float[] initial = InitialWeights.Uniform(options.Seed, layer, (outputs * inputs) + outputs, inputs);
        math.Round(initial);
        Weights = initial[..(outputs * inputs)];
        Bias = initial[(outputs * inputs)..];
        scores = new float[options.BatchSize * outputs];
        scoreGradients = new float[scores.Length];
        weightSums = new BlockSums(options.BatchSize, Weights.Length);
        biasSums = new BlockSums(options.BatchSize, outputs);
        weightOptimizer = ParameterOptimizer.Create(options.Optimizer, Weights.Length);
        biasOptimizer = ParameterOptimizer.Create(options.Optimizer, outputs);
        smoothing = options.LabelSmoothing;
    }

    public ActivationBuffer Input { get; }

    public float[] Weights { get; }

    public float[] Bias { get; }

    public IEnumerable<KeyValuePair<string, float[]>> State => [.. NamedState.Of("weights", Weights, weightOptimizer), .. NamedState.Of("bias", Bias, biasOptimizer)];

    public BatchLoss ForwardAndBack(int images, byte[] labels, WorkerTeam<BlockScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        var losses = new BatchLoss[blocks];
        team.Run(blocks, (block, _) =>
        {
            Span<float> bias = biasSums.Start(block);
            Span<float> weights = weightSums.Start(block);
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                losses[block] += Evaluate(i, images, labels[i]);
                Reverse(i, weights, bias);
            }
        });
        return losses.Aggregate((a, b) => a + b);
    }

    public void Update(int images, in UpdateStep step)
    {
        int blocks = ImageBlocks.Count(images);
        weightOptimizer.Step(Weights, weightSums.Total(blocks), step);
        biasOptimizer.Step(Bias, biasSums.Total(blocks), step);
    }

    private BatchLoss Evaluate(int image, int images, byte label)
    {
        ReadOnlySpan<float> signs = Input.Image(image);
        Span<float> own = scores.AsSpan(image * outputs, outputs);
        for (int o = 0; o < outputs; o++)
        {
            float sum = 0f;
            for (int k = 0; k < inputs; k++)
            {
                sum = math.Add(sum, Weights[(o * inputs) + k] * signs[k]);
            }

            own[o] = math.Add(sum, Bias[o]);
        }

        Span<float> gradient = scoreGradients.AsSpan(image * outputs, outputs);
        double loss = SoftmaxLoss.Evaluate(own, label, 1.0 / images, smoothing, gradient, out bool isCorrect);
        math.Round(gradient);
        return new BatchLoss(loss, isCorrect ? 1 : 0);
    }

    private void Reverse(int image, Span<float> weights, Span<float> bias)
    {
        ReadOnlySpan<float> signs = Input.Image(image);
        Span<float> target = Input.GradientImage(image);
        target.Clear();
        for (int o = 0; o < outputs; o++)
        {
            float g = scoreGradients[(image * outputs) + o];
            bias[o] = math.Add(bias[o], g);
            for (int k = 0; k < inputs; k++)
            {
                weights[(o * inputs) + k] = math.Add(weights[(o * inputs) + k], g * signs[k]);
                target[k] = math.FusedMultiplyAdd(Weights[(o * inputs) + k], g, target[k]);
            }
        }
    }
}
