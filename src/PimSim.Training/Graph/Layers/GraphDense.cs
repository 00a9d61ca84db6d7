using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>A fully connected layer: real with or without bias, or binary with its scale.</summary>
internal sealed class GraphDense : GraphLayer
{
    private readonly DenseTemplate template;
    private readonly ActivationBuffer input;
    private readonly ActivationBuffer pixel;
    private readonly ActivationBuffer output;
    private readonly BinaryForwardConvolution? binary;
    private readonly RealDense? real;
    private readonly AlignedFloats effective;
    private readonly float[] bias;
    private readonly float[] biasGradient;
    private readonly float[] scaled;
    private readonly ParameterOptimizer biasOptimizer;
    private readonly BlockSums weightSums;
    private readonly BlockSums biasSums;
    private LayerScale scale = new(1f);

    public GraphDense(DenseTemplate template, LayerPlace place)
        : base(template.Name)
    {
        this.template = template;
        (input, output) = (place.Inputs[0], place.Output);
        int batch = place.Options.BatchSize;
        int count = template.Outputs * input.ImageLength;
        float[] initial = InitialWeights.Uniform(place.Options.Seed, place.WeightIndex, count + (template.HasBias ? template.Outputs : 0), input.ImageLength);
        Weights = place.NewWeights(initial[..count], template.Outputs, template.Binary);
        bias = initial[count..];
        biasGradient = new float[bias.Length];
        biasOptimizer = ParameterOptimizer.Create(place.Options.Optimizer, bias.Length);

        // The image as one pixel, which a 1 x 1 convolution takes.
        pixel = new ActivationBuffer(1, 1, input.ImageLength, input.Values, input.Gradients);
        BlockTemplate form = new() { OutChannels = template.Outputs, Binary = true, KernelSize = 1, Padding = 0, PoolSize = 1 };
        binary = template.Binary ? new BinaryForwardConvolution(new BlockGeometry(form, 1, 1, input.ImageLength), batch) : null;
        real = template.Binary ? null : new RealDense(template.Outputs, input.ImageLength, Weights.Values, bias);
        effective = new AlignedFloats(count);
        scaled = new float[batch * template.Outputs];
        weightSums = new BlockSums(batch, count);
        biasSums = new BlockSums(batch, bias.Length);
        WeightGradient = new float[count];
    }

    public override LayerWeights Weights { get; }

    public override IEnumerable<KeyValuePair<string, float[]>> State =>
        template.HasBias ? [.. Weights.State, .. NamedState.Of("bias", bias, biasOptimizer)] : Weights.State;

    /// <summary>Gradient of what inputs are multiplied with: for binary weights, of the clipped set.</summary>
    public float[] WeightGradient { get; }

    public override void Forward(int images, WorkerTeam<GraphScratch> team)
    {
        scale = Weights.Prepare(effective.Span);
        binary?.SetWeights(effective.Span);
        real?.SetWeights(effective.Span, bias);
        team.Run(ImageBlocks.Count(images), (block, scratch) =>
        {
            real?.ForwardRows(input.Block(block, images), BlockLength(block, images), output.Block(block, images));
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; binary is not null && i < end; i++)
            {
                binary.Dots(pixel, i, scratch.Block);
                scale.Apply(scratch.Block.Convolution.Slice(0, template.Outputs), output.Image(i));
            }
        });
    }

    public override void Backward(int images, WorkerTeam<GraphScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, _) =>
        {
            int inputs = input.ImageLength;
            (int first, int end) = ImageBlocks.Range(block, images);
            Span<float> gradients = scaled.AsSpan(first * template.Outputs, (end - first) * template.Outputs);
            scale.Apply(output.GradientBlock(block, images), gradients);
            DenseGradients.AddWeights(input.Block(block, images), inputs, gradients, template.Outputs, weightSums.Start(block));
            if (input.Gradients.Length > 0)
            {
                DenseGradients.AddInputs(effective.Span, inputs, gradients, template.Outputs, input.GradientBlock(block, images));
            }

            Span<float> sums = biasSums.Start(block);
            for (int i = first; template.HasBias && i < end; i++)
            {
                VectorKernels.Add(sums, output.GradientImage(i));
            }
        });
        weightSums.Total(blocks).CopyTo(WeightGradient);
        biasSums.Total(blocks).CopyTo(biasGradient);
    }

    public override void Update(in UpdateStep step)
    {
        Weights.Update(WeightGradient, step);
        biasOptimizer.Step(bias, biasGradient, step);
    }

    public override void Export(GraphExport export)
    {
        StoredWeights stored = Weights.Export();
        export.Add(Name, new DenseNode
        {
            Name = Name,
            Inputs = [export.NodeOf(template.Input)],
            Outputs = template.Outputs,
            Weights = stored.Weights,
            Bias = template.HasBias ? [.. bias] : null,
        });
        export.LeaveScales(Name, stored.ChannelScales);
    }

    private static int BlockLength(int block, int images)
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        return end - first;
    }
}
