namespace PimSim.Driver;

/// <summary>The host's side of one step: inputs and signs of the images in the batch, gradients and sums that domains sent.</summary>
internal sealed class TrainingHost
{
    private readonly TrainingWorkload workload;
    private readonly TrainingBatch batch;
    private readonly bool[][] signs;
    private readonly OutputGradients?[] gradients;
    private readonly BlockedSums[][] norms;
    private readonly BlockedSums[] weights;
    private float[]? scoreGradients;

    public TrainingHost(TrainingWorkload workload, TrainingBatch batch)
    {
        this.workload = workload;
        this.batch = batch;
        int images = batch.Images;
        int blocks = UnitGeometry.Ceiling(images, TrainingWorkload.BlockImages);
        signs = [.. workload.Blocks.Select(b => new bool[images * b.Shape.Windows * b.Shape.OutChannels])];
        gradients = [.. workload.Blocks.Select((b, i) => i > 0 ? new OutputGradients(b.Shape, images) : null)];
        norms = [.. workload.Blocks.Select(b => Enum.GetValues<NormSum>().Select(_ => new BlockedSums(blocks, b.Shape.OutChannels)).ToArray())];
        weights =
        [
            .. workload.Blocks.Select(b => new BlockedSums(blocks, b.Shape.OutChannels * b.Shape.PatchElements)),
            new BlockedSums(blocks, workload.Outputs * workload.DenseInputs),
        ];
        BiasSums = new BlockedSums(blocks, workload.Outputs);
        Scores = new float[images * workload.Outputs];
    }

    /// <summary>Images x outputs.</summary>
    public float[] Scores { get; }

    public BlockedSums BiasSums { get; }

    public BlockedSums Norms(int block, NormSum sum) => norms[block][(int)sum];

    /// <summary>Weight gradients of a block, or of the fully connected layer after the last: outputs x elements.</summary>
    public BlockedSums Weights(int layer) => weights[layer];

    public OutputGradients Gradients(int block) => gradients[block]!;

    public float StepConstant(int index) => batch.Step[index];

    /// <summary>The upper quantile of standardized weights whose mean magnitude is <paramref name="mean"/>.</summary>
    public float Quantile(float mean) => (float)(-mean * batch.QuantileLog);

    public float ScoreGradient(int image, int output) =>
        (scoreGradients ??= batch.Loss(Scores))[(image * workload.Outputs) + output];

    /// <summary>Takes a sign of the input of <paramref name="layer"/>, which is the result of the block before.</summary>
    public void SetSign(int layer, int image, int y, int x, int channel, bool minus)
    {
        LayerShape s = workload.Blocks[layer - 1].Shape;
        signs[layer - 1][(((((image * s.PooledHeight) + y) * s.PooledWidth) + x) * s.OutChannels) + channel] = minus;
    }

    /// <summary>Sign number <paramref name="element"/> of an image at the input of <paramref name="layer"/>: true for -1.</summary>
    public bool Sign(int layer, int image, int element)
    {
        LayerShape s = workload.Blocks[layer - 1].Shape;
        return signs[layer - 1][(image * s.Windows * s.OutChannels) + element];
    }

    /// <summary>An element of the patch of an output position of the first block.</summary>
    public float Input(int layer, int image, int position, int element)
    {
        LayerShape s = workload.Blocks[layer].Shape;
        int at = Place(s, position, element);
        return at < 0 ? workload.Blocks[layer].PadValue : batch.Inputs[(image * s.Height * s.Width * s.Channels) + at];
    }

    /// <summary>Bits of a patch from an element on; positions outside are <paramref name="padBit"/>, elements beyond the last 0.</summary>
    public void PatchSigns(int layer, int image, int position, int first, int count, bool padBit, Span<ulong> words)
    {
        LayerShape s = workload.Blocks[layer].Shape;
        for (int i = 0; i < count && first + i < s.PatchElements; i++)
        {
            int at = Place(s, position, first + i);
            words[i / 64] |= (at < 0 ? padBit : Sign(layer, image, at)) ? 1UL << (i % 64) : 0;
        }
    }

    /// <summary>An element of a patch in two bits: 0 is +1, 1 is -1, 2 is 0.</summary>
    public ulong Ternary(int layer, int image, int position, int element)
    {
        int at = Place(workload.Blocks[layer].Shape, position, element);
        return at >= 0
            ? Sign(layer, image, at) ? 1UL : 0
            : workload.Blocks[layer].PadValue switch { 0 => 2UL, < 0 => 1UL, _ => 0 };
    }

    /// <summary>Index in the image of an element of a patch, or -1 in the border.</summary>
    private static int Place(LayerShape s, int position, int element)
    {
        int tap = element / s.Channels;
        int y = (position / s.OutWidth * s.Stride) - s.Padding + (tap / s.KernelWidth);
        int x = (position % s.OutWidth * s.Stride) - s.Padding + (tap % s.KernelWidth);
        return y < 0 || x < 0 || y >= s.Height || x >= s.Width ? -1 : (((y * s.Width) + x) * s.Channels) + (element % s.Channels);
    }
}
