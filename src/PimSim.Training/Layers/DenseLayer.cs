using PimSim.Bits;

namespace PimSim.Training;

/// <summary>The real fully connected layer to the class scores, the loss, and back.</summary>
internal sealed class DenseLayer
{
    private readonly RealDense dense;
    private readonly float[] scores;
    private readonly float[] scoreGradients;
    private readonly BatchLoss[] losses;
    private readonly BlockSums weightSums;
    private readonly BlockSums biasSums;
    private readonly float[] weightGradient;
    private readonly float[] biasGradient;
    private readonly ParameterOptimizer weightOptimizer;
    private readonly ParameterOptimizer biasOptimizer;
    private readonly double smoothing;

    public DenseLayer(int outputs, ActivationBuffer input, TrainingOptions options, int layer)
    {
        int batchSize = options.BatchSize;
        Input = input;
        Outputs = outputs;
        int inputs = input.ImageLength;
        float[] initial = InitialWeights.Uniform(options.Seed, layer, (outputs * inputs) + outputs, inputs);
        Weights = initial[..(outputs * inputs)];
        Bias = initial[(outputs * inputs)..];
        dense = new RealDense(outputs, inputs, Weights, Bias);
        this.scores = new float[batchSize * outputs];
        scoreGradients = new float[batchSize * outputs];
        losses = new BatchLoss[ImageBlocks.Count(batchSize)];
        this.weightSums = new BlockSums(batchSize, Weights.Length);
        biasSums = new BlockSums(batchSize, outputs);
        weightGradient = new float[Weights.Length];
        biasGradient = new float[outputs];
        weightOptimizer = ParameterOptimizer.Create(options.Optimizer, Weights.Length);
        biasOptimizer = ParameterOptimizer.Create(options.Optimizer, outputs);
        smoothing = options.LabelSmoothing;
    }

    public ActivationBuffer Input { get; }

    public int Outputs { get; }

    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>All that a later step depends on, by name; the arrays themselves.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> State => [.. NamedState.Of("weights", Weights, weightOptimizer), .. NamedState.Of("bias", Bias, biasOptimizer)];

    /// <summary>
    /// Scores, loss and all gradients of a batch; the gradient of the mean loss. Begins and ends with what the layer before
    /// has to do for each block of images.
    /// </summary>
    public BatchLoss ForwardAndBack(int images, ReadOnlyMemory<byte> labels, WorkerTeam<BlockScratch> team, ConvolutionBlock previous)
    {
        dense.SetWeights(Weights, Bias);
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) =>
        {
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                previous.Activate(i);
            }

            Evaluate(block, images, labels.Span);
            previous.BeginParameterGradients(block);
            for (int i = first; i < end; i++)
            {
                previous.SumParameterGradients(block, i);
            }
        });
        this.weightSums.Total(blocks).CopyTo(weightGradient);
        biasSums.Total(blocks).CopyTo(biasGradient);
        BatchLoss total = default;
        for (int b = 0; b < blocks; b++)
        {
            total += losses[b];
        }

        return total;
    }

    public void Update(in UpdateStep step)
    {
        weightOptimizer.Step(Weights, weightGradient, step);
        biasOptimizer.Step(Bias, biasGradient, step);
    }

    private void Evaluate(int block, int images, ReadOnlySpan<byte> labels)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        int inputs = Input.ImageLength;
        ReadOnlySpan<float> values = Input.Values.Slice(first * inputs, (end - first) * inputs);
        Span<float> scores = this.scores.AsSpan(first * Outputs, (end - first) * Outputs);
        dense.ForwardRows(values, end - first, scores);
        BatchLoss loss = default;
        Span<float> bias = biasSums.Start(block);
        for (int i = first; i < end; i++)
        {
            Span<float> gradient = scoreGradients.AsSpan(i * Outputs, Outputs);
            double image = SoftmaxLoss.Evaluate(this.scores.AsSpan(i * Outputs, Outputs), labels[i], 1.0 / images, smoothing, gradient, out bool isCorrect);
            loss += new BatchLoss(image, isCorrect ? 1 : 0);
            VectorKernels.Add(bias, gradient);
        }

        losses[block] = loss;
        Reverse(first, end, this.weightSums.Start(block));
    }

    private void Reverse(int first, int end, Span<float> weightSums)
    {
        int inputs = Input.ImageLength;
        Span<float> inputGradients = Input.Gradients.Slice(first * inputs, (end - first) * inputs);
        ReadOnlySpan<float> values = Input.Values.Slice(first * inputs, (end - first) * inputs);
        ReadOnlySpan<float> gradients = scoreGradients.AsSpan(first * Outputs, (end - first) * Outputs);
        inputGradients.Clear();
        DenseGradients.AddWeights(values, inputs, gradients, Outputs, weightSums);
        DenseGradients.AddInputs(Weights, inputs, gradients, Outputs, inputGradients);
    }
}
