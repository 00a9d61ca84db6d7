using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>A network being trained: all layers with their buffers for one batch.</summary>
internal sealed class TrainingNetwork
{
    private readonly NetworkTemplate template;
    private readonly InputLayer input;
    private readonly ConvolutionBlock[] blocks;
    private readonly DenseLayer dense;
    private readonly WorkerTeam<BlockScratch> team;

    public TrainingNetwork(NetworkTemplate template, TrainingOptions options)
    {
        this.template = template;
        int batch = options.BatchSize;
        BlockGeometry[] geometries = Geometries(template);
        ActivationBuffer[] inputs = [.. geometries.Select((g, i) => BufferFor(g.Convolution, batch, hasGradients: i > 0)), FlatBuffer(geometries[^1], batch)];
        input = new InputLayer(template.Input, inputs[0]);
        blocks = new ConvolutionBlock[geometries.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ConvolutionBlock(geometries[i], NewWeights(template.Blocks[i], geometries[i], options, i), inputs[i], inputs[i + 1], batch);
        }

        dense = new DenseLayer(template.Classes.Count, inputs[^1], options.Seed, blocks.Length, batch);
        team = new WorkerTeam<BlockScratch>(options.Threads, () => new BlockScratch(
            geometries.Max(g => g.ConvolutionLength), geometries.Max(g => g.PooledLength)));
    }

    /// <summary>Clip thresholds of the binary layers.</summary>
    public IReadOnlyList<ClipThresholds> Thresholds() =>
        [.. blocks.Select((b, i) => (b.Weights as ClippedLayerWeights, i))
            .Where(b => b.Item1 is not null)
            .Select(b => new ClipThresholds(NetworkExport.ConvolutionName(b.i), b.Item1!.Lower, b.Item1.Upper))];

    /// <summary>One update from the images <paramref name="order"/> names.</summary>
    public BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, in AdamStepConstants step)
    {
        byte[] labels = new byte[order.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = images.Labels[order.Span[i]];
        }

        input.Load(images, order, team);
        foreach (ConvolutionBlock block in blocks)
        {
            block.Forward(order.Length, team);
        }

        BatchLoss loss = dense.ForwardAndBack(order.Length, labels, team);
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            blocks[i].Backward(order.Length, team);
        }

        foreach (ConvolutionBlock block in blocks)
        {
            block.Update(step);
        }

        dense.Update(step);
        return loss;
    }

    /// <summary>A copy of the network as it stands.</summary>
    public BnnNetwork Export() => NetworkExport.From(this.template, blocks, dense);

    private static BlockGeometry[] Geometries(NetworkTemplate template)
    {
        var geometries = new BlockGeometry[template.Blocks.Count];
        (int height, int width, int channels) = (template.Input.Height, template.Input.Width, template.Input.Channels);
        for (int i = 0; i < geometries.Length; i++)
        {
            geometries[i] = new BlockGeometry(template.Blocks[i], height, width, channels);
            (height, width, channels) = (geometries[i].PooledHeight, geometries[i].PooledWidth, template.Blocks[i].OutChannels);
        }

        return geometries;
    }

    private static ActivationBuffer BufferFor(RealConvolutionShape shape, int batch, bool hasGradients) =>
        new(batch, shape.Height, shape.Width, shape.InChannels, shape.Padding, shape.PaddingValue, hasGradients);

    private static ActivationBuffer FlatBuffer(BlockGeometry last, int batch) =>
        new(batch, last.PooledHeight, last.PooledWidth, last.Convolution.OutChannels, 0, 0f, hasGradients: true);

    private static LayerWeights NewWeights(BlockTemplate block, BlockGeometry geometry, TrainingOptions options, int layer)
    {
        int depth = geometry.Convolution.Depth;
        float[] values = InitialWeights.Uniform(options.Seed, layer, block.OutChannels * depth, depth);
        return block.Binary
            ? new ClippedLayerWeights(values, block.OutChannels, options.Clipping)
            : new RealLayerWeights(values, block.OutChannels);
    }
}
