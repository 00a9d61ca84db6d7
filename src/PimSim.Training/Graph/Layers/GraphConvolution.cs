using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>
/// Convolution and max-pooling. The scale of binary weights is applied after pooling, where it cannot break ties; the first maximum
/// of a window takes the gradient.
/// </summary>
internal sealed class GraphConvolution : GraphLayer
{
    private readonly ConvolutionTemplate template;
    private readonly BlockGeometry geometry;
    private readonly ActivationBuffer input;
    private readonly ActivationBuffer output;
    private readonly BinaryForwardConvolution? binary;
    private readonly RealConvolution? real;
    private readonly ConvolutionGradients gradients;
    private readonly AlignedFloats effective;
    private readonly int[] places;
    private readonly BlockSums weightSums;
    private LayerScale scale = new(1f);

    public GraphConvolution(ConvolutionTemplate template, LayerPlace place)
        : base(template.Name)
    {
        this.template = template;
        (input, output) = (place.Inputs[0], place.Output);
        geometry = new BlockGeometry(template.Form, input.Height, input.Width, input.Channels);
        int batch = place.Options.BatchSize;
        int depth = Shape.Depth;
        Weights = place.NewWeights(InitialWeights.Uniform(place.Options.Seed, place.WeightIndex, Shape.OutChannels * depth, depth), Shape.OutChannels, template.Form.Binary);
        binary = template.Form.Binary ? new BinaryForwardConvolution(geometry, batch) : null;
        real = template.Form.Binary ? null : new RealConvolution(Shape, geometry.UsedHeight, geometry.UsedWidth);
        gradients = new ConvolutionGradients(Shape, geometry.PooledHeight, geometry.PooledWidth, geometry.PoolSize, HasInputGradients);
        effective = new AlignedFloats(Weights.Values.Length);
        places = new int[batch * geometry.PooledLength];
        weightSums = new BlockSums(batch, gradients.WeightCount);
        WeightGradient = new float[Weights.Values.Length];
    }

    public override LayerWeights Weights { get; }

    public override IEnumerable<KeyValuePair<string, float[]>> State => Weights.State;

    /// <summary>Gradient of what the convolution multiplied with: for binary weights, of the clipped set.</summary>
    public float[] WeightGradient { get; }

    private RealConvolutionShape Shape => geometry.Convolution;

    private bool HasInputGradients => input.Gradients.Length > 0;

    public override void Forward(int images, WorkerTeam<GraphScratch> team)
    {
        scale = Weights.Prepare(effective.Span);
        binary?.SetWeights(effective.Span);
        real?.SetWeights(effective.Span);
        gradients.SetWeights(effective.Span);
        team.Run(ImageBlocks.Count(images), (block, scratch) =>
        {
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                binary?.Run(input, i, scale.Uniform, output.Image(i), Places(i), scratch.Block);
                real?.ForwardPooled(
                    Padded(i, scratch), geometry.PoolSize, scale.Uniform, output.Image(i), Places(i), scratch.Block.Convolution.Span);
                scale.ApplyChannels(output.Image(i));
            }
        });
    }

    public override void Backward(int images, WorkerTeam<GraphScratch> team)
    {
        int blocks = ImageBlocks.Count(images);
        team.Run(blocks, (block, scratch) =>
        {
            Span<float> sums = weightSums.Start(block);
            Span<float> gradient = scratch.Block.Gradient.Slice(0, geometry.PooledLength);
            Span<float> inputGradient = HasInputGradients ? scratch.PaddedGradient.Slice(0, Shape.PaddedLength) : default;
            (int first, int end) = ImageBlocks.Range(block, images);
            for (int i = first; i < end; i++)
            {
                scale.Apply(output.GradientImage(i), gradient);
                gradients.Run(Places(i), gradient, Padded(i, scratch), sums, inputGradient, scratch.Block.Lists);
                if (HasInputGradients)
                {
                    AddWithoutBorder(inputGradient, i);
                }
            }
        });
        gradients.ToWeightOrder(weightSums.Total(blocks), WeightGradient);
    }

    public override void Update(in UpdateStep step) => Weights.Update(WeightGradient, step);

    public override void Export(GraphExport export)
    {
        StoredWeights stored = Weights.Export();
        BlockTemplate form = template.Form;
        export.Add(Name, new ConvolutionNode
        {
            Name = Name,
            Inputs = [export.NodeOf(template.Input)],
            OutChannels = form.OutChannels,
            KernelHeight = form.KernelSize,
            KernelWidth = form.KernelSize,
            Stride = form.Stride,
            Padding = form.Padding,
            PaddingValue = form.PaddingValue,
            Groups = 1,
            Weights = stored.Weights,
        });
        export.LeaveScales(Name, stored.ChannelScales);
        if (form.PoolSize > 1)
        {
            export.Add(Name, new MaxPoolNode { Name = $"{Name}-pool", Inputs = [Name], Size = form.PoolSize, Stride = form.PoolSize });
        }
    }

    private Span<int> Places(int image) => places.AsSpan(image * geometry.PooledLength, geometry.PooledLength);

    private ReadOnlySpan<float> Padded(int image, GraphScratch scratch)
    {
        if (Shape.Padding == 0)
        {
            return input.Image(image);
        }

        Span<float> padded = scratch.Padded.Slice(0, Shape.PaddedLength);
        padded.Fill(Shape.PaddingValue);
        for (int y = 0; y < Shape.Height; y++)
        {
            input.Row(image, y).CopyTo(padded[RowStart(y)..]);
        }

        return padded;
    }

    private void AddWithoutBorder(ReadOnlySpan<float> padded, int image)
    {
        for (int y = 0; y < Shape.Height; y++)
        {
            VectorKernels.Add(input.GradientRow(image, y), padded[RowStart(y)..]);
        }
    }

    private int RowStart(int y) => (((y + Shape.Padding) * Shape.PaddedWidth) + Shape.Padding) * Shape.InChannels;
}
