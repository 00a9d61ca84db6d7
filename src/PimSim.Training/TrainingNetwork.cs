using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>A chain of blocks being trained: all layers with their buffers for one batch.</summary>
internal sealed class TrainingNetwork : IChainNetwork
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
        ActivationBuffer[] inputs = Buffers(geometries, batch);
        input = NewInput(template, options, inputs[0]);
        blocks = new ConvolutionBlock[geometries.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ConvolutionBlock(geometries[i], NewWeights(template.Blocks[i], geometries[i], options, i), inputs[i], inputs[i + 1], options);
        }

        dense = new DenseLayer(template.Classes.Count, inputs[^1], options, blocks.Length);
        team = new WorkerTeam<BlockScratch>(options.Threads, () => new BlockScratch(
            geometries.Max(g => g.ConvolutionLength), geometries.Max(g => g.PooledLength)));
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, float[]>> State => ChainState.All(Parts, dense.State);

    private IReadOnlyList<TrainedBlock> Parts => [.. blocks.Select(b => new TrainedBlock(b.Weights, b.Norm))];

    /// <inheritdoc/>
    public IReadOnlyList<ClipThresholds> Thresholds() => ChainState.Thresholds(Parts);

    /// <inheritdoc/>
    public IReadOnlyList<SignFlips> TakeFlips() => ChainState.TakeFlips(Parts);

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int epochs) => ChainState.BeginEpoch(Parts, epoch, epochs);

    /// <inheritdoc/>
    public void Resume() => ChainState.Resume(Parts);

    /// <inheritdoc/>
    public BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, in UpdateStep step)
    {
        byte[] labels = new byte[order.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = images.Labels[order.Span[i]];
        }

        input.Load(images, order, epoch, team);
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i].Forward(order.Length, team, i > 0 ? blocks[i - 1] : null);
        }

        BatchLoss loss = dense.ForwardAndBack(order.Length, labels, team, blocks[^1]);
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            blocks[i].Backward(order.Length, team, i > 0 ? blocks[i - 1] : null);
        }

        foreach (ConvolutionBlock block in blocks)
        {
            block.Update(step);
        }

        dense.Update(step);
        return loss;
    }

    /// <inheritdoc/>
    public float[] Inputs(int images) => Inputs(blocks[0].Input, images);

    /// <summary>Images of a buffer without their border.</summary>
    internal static float[] Inputs(ActivationBuffer buffer, int images) =>
        [.. Enumerable.Range(0, images * buffer.Height).SelectMany(r => buffer.Row(r / buffer.Height, r % buffer.Height).ToArray())];

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    /// <inheritdoc/>
    public BnnNetwork Export() => NetworkExport.From(this.template, [.. Parts.Select(p => p.Export())], dense.Weights, dense.Bias);

    /// <summary>Inputs of all blocks and of the fully connected layer.</summary>
    internal static ActivationBuffer[] Buffers(BlockGeometry[] geometries, int batch) =>
        [.. geometries.Select((g, i) => BufferFor(g.Convolution, batch, hasGradients: i > 0)), FlatBuffer(geometries[^1], batch)];

    /// <summary>What fills the first of them.</summary>
    internal static InputLayer NewInput(NetworkTemplate template, TrainingOptions options, ActivationBuffer buffer)
    {
        InputEncoding image = template.Input;
        return new InputLayer(
            image, buffer, options.Augmentation.IsOn ? new ImageAugmentation(options.Augmentation, options.Seed, image.Height, image.Width, image.Channels) : null);
    }

    internal static BlockGeometry[] Geometries(NetworkTemplate template)
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

    internal static LayerWeights NewWeights(BlockTemplate block, BlockGeometry geometry, TrainingOptions options, int layer)
    {
        int depth = geometry.Convolution.Depth;
        float[] values = InitialWeights.Uniform(options.Seed, layer, block.OutChannels * depth, depth);
        return block.Binary
            ? new BinaryLayerWeights(values, block.OutChannels, TrainingMethods.Create(options.Method, options.Clipping, block.OutChannels), options.Optimizer)
            : new RealLayerWeights(values, block.OutChannels, options.Optimizer);
    }
}
