using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Batch normalization over the pixels of a batch.</summary>
internal sealed class GraphNorm : GraphLayer
{
    private readonly NormTemplate template;
    private readonly ActivationBuffer input;
    private readonly ActivationBuffer output;
    private readonly BlockSums sums;
    private readonly BlockSums otherSums;
    private readonly float[] meanScale;
    private readonly float[] meanShift;
    private readonly float[] factors;

    public GraphNorm(NormTemplate template, LayerPlace place)
        : base(template.Name)
    {
        this.template = template;
        (input, output) = (place.Inputs[0], place.Output);
        int channels = input.Channels;
        Norm = new BatchNormState(channels, place.Options.Optimizer);
        sums = new BlockSums(place.Options.BatchSize, channels);
        otherSums = new BlockSums(place.Options.BatchSize, channels);
        (meanScale, meanShift, factors) = (new float[channels], new float[channels], new float[channels]);
        (GammaGradient, BetaGradient) = (new float[channels], new float[channels]);
    }

    public BatchNormState Norm { get; }

    /// <summary>Gradient of the scale; valid after <see cref="Backward"/>.</summary>
    public float[] GammaGradient { get; }

    /// <summary>Gradient of the shift.</summary>
    public float[] BetaGradient { get; }

    public override IEnumerable<KeyValuePair<string, float[]>> State => Norm.State;

    public override void Forward(int images, WorkerTeam<GraphScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        int count = images * (input.ImageLength / input.Channels);
        team.Run(blocks, (block, _) => NormKernels.Sums(input.Block(block, images), input.Channels, sums.Start(block)));
        Norm.TakeSums(sums.Total(blocks), count);
        team.Run(blocks, (block, _) => NormKernels.SquaredDeviations(input.Block(block, images), Norm.BatchMean, sums.Start(block)));
        Norm.TakeSquares(sums.Total(blocks), count);
        team.Run(blocks, (block, _) => PlainNormKernels.Normalize(input.Block(block, images), Norm.Parameters, output.Block(block, images)));
    }

    public override void Backward(int images, WorkerTeam<GraphScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) => PlainNormKernels.ParameterGradients(
            input.Block(block, images), output.GradientBlock(block, images), Norm.Parameters, sums.Start(block), otherSums.Start(block)));
        sums.Total(blocks).CopyTo(GammaGradient);
        otherSums.Total(blocks).CopyTo(BetaGradient);
        int count = images * (input.ImageLength / input.Channels);
        for (int c = 0; c < factors.Length; c++)
        {
            meanScale[c] = GammaGradient[c] / count;
            meanShift[c] = BetaGradient[c] / count;
        }

        Norm.InputFactors(1f, factors);
        team.Run(blocks, (block, _) => PlainNormKernels.AddInputGradient(
            input.Block(block, images), output.GradientBlock(block, images), Norm.Parameters, meanScale, meanShift, factors, input.GradientBlock(block, images)));
    }

    public override void Update(in UpdateStep step) => Norm.Update(GammaGradient, BetaGradient, step);

    /// <summary>
    /// Scales of channels that the layer before leaves become part of the norm, rounded to fp32: gamma (s x - m) / d + beta =
    /// (gamma s) (x - m / s) / d + beta.
    /// </summary>
    public override void Export(GraphExport export)
    {
        float[] gamma = [.. Norm.Gamma];
        float[] beta = [.. Norm.Beta];
        float[] mean = [.. Norm.RunningMean];
        float[] variance = [.. Norm.RunningVariance];
        if (export.ScalesOf(template.Input) is { } scales)
        {
            for (int c = 0; c < scales.Length; c++)
            {
                // Weights of a channel that are all 0 leave the shift alone.
                beta[c] = scales[c] == 0f ? beta[c] - (gamma[c] * mean[c] / MathF.Sqrt(variance[c] + BatchNormState.Epsilon)) : beta[c];
                mean[c] = scales[c] == 0f ? 0f : mean[c] / scales[c];
                gamma[c] *= scales[c];
            }
        }

        export.Add(Name, new BatchNormNode
        {
            Name = Name,
            Inputs = [export.NodeOf(template.Input)],
            Gamma = gamma,
            Beta = beta,
            Mean = mean,
            Variance = variance,
            Epsilon = BatchNormState.Epsilon,
        });
    }
}
