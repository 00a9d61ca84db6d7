using PimSim.Bits;

namespace PimSim.Training;

/// <summary>The real fully connected layer to the class scores, the loss, and back.</summary>
internal sealed class DenseLayer
{
    private readonly RealDense _dense;
    private readonly float[] _scores;
    private readonly float[] _scoreGradients;
    private readonly BatchLoss[] _losses;
    private readonly BlockSums _weightSums;
    private readonly BlockSums _biasSums;
    private readonly float[] _weightGradient;
    private readonly float[] _biasGradient;
    private readonly AdamMoments _weightMoments;
    private readonly AdamMoments _biasMoments;

    public DenseLayer(int outputs, ActivationBuffer input, ulong seed, int layer, int batchSize)
    {
        Input = input;
        Outputs = outputs;
        int inputs = input.ImageLength;
        float[] initial = InitialWeights.Uniform(seed, layer, (outputs * inputs) + outputs, inputs);
        Weights = initial[..(outputs * inputs)];
        Bias = initial[(outputs * inputs)..];
        _dense = new RealDense(outputs, inputs, Weights, Bias);
        _scores = new float[batchSize * outputs];
        _scoreGradients = new float[batchSize * outputs];
        _losses = new BatchLoss[ImageBlocks.Count(batchSize)];
        _weightSums = new BlockSums(batchSize, Weights.Length);
        _biasSums = new BlockSums(batchSize, outputs);
        _weightGradient = new float[Weights.Length];
        _biasGradient = new float[outputs];
        _weightMoments = new AdamMoments(Weights.Length);
        _biasMoments = new AdamMoments(outputs);
    }

    public ActivationBuffer Input { get; }

    public int Outputs { get; }

    public float[] Weights { get; }

    public float[] Bias { get; }

    /// <summary>Scores, loss and all gradients of a batch; the gradient of the mean loss.</summary>
    public BatchLoss ForwardAndBack(int images, ReadOnlyMemory<byte> labels, WorkerTeam<BlockScratch> team)
    {
        _dense.SetWeights(Weights, Bias);
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) => Evaluate(block, images, labels.Span));
        _weightSums.Total(blocks).CopyTo(_weightGradient);
        _biasSums.Total(blocks).CopyTo(_biasGradient);
        BatchLoss total = default;
        for (int b = 0; b < blocks; b++)
        {
            total += _losses[b];
        }

        return total;
    }

    public void Update(in AdamStepConstants step)
    {
        _weightMoments.Step(Weights, _weightGradient, step);
        _biasMoments.Step(Bias, _biasGradient, step);
    }

    private void Evaluate(int block, int images, ReadOnlySpan<byte> labels)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        int inputs = Input.ImageLength;
        ReadOnlySpan<float> values = Input.Values.Slice(first * inputs, (end - first) * inputs);
        Span<float> scores = _scores.AsSpan(first * Outputs, (end - first) * Outputs);
        _dense.ForwardRows(values, end - first, scores);
        BatchLoss loss = default;
        Span<float> bias = _biasSums.Start(block);
        for (int i = first; i < end; i++)
        {
            Span<float> gradient = _scoreGradients.AsSpan(i * Outputs, Outputs);
            double image = SoftmaxLoss.Evaluate(_scores.AsSpan(i * Outputs, Outputs), labels[i], 1.0 / images, gradient, out bool isCorrect);
            loss += new BatchLoss(image, isCorrect ? 1 : 0);
            VectorKernels.Add(bias, gradient);
        }

        _losses[block] = loss;
        Reverse(first, end, _weightSums.Start(block));
    }

    private void Reverse(int first, int end, Span<float> weightSums)
    {
        int inputs = Input.ImageLength;
        Span<int> offsets = stackalloc int[ImageBlocks.Size];
        Span<float> factors = stackalloc float[ImageBlocks.Size];
        Span<float> inputGradients = Input.Gradients.Slice(first * inputs, (end - first) * inputs);
        ReadOnlySpan<float> values = Input.Values.Slice(first * inputs, (end - first) * inputs);
        inputGradients.Clear();
        offsets = offsets[..(end - first)];
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < offsets.Length; i++)
            {
                offsets[i] = i * inputs;
                factors[i] = _scoreGradients[((first + i) * Outputs) + o];
            }

            RowKernels.Accumulate(offsets, factors, values, 1, inputs, 0, weightSums.Slice(o * inputs, inputs));
            RowKernels.Scatter(offsets, factors, Weights.AsSpan(o * inputs, inputs), 1, 1, inputs, 0, inputGradients);
        }
    }
}
