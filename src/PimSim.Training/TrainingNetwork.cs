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
        template = options.Method == TrainingMethod.Real ? template.WithRealWeights() : template;
        this.template = template;
        int batch = options.BatchSize;
        BlockGeometry[] geometries = Geometries(template);
        ActivationBuffer[] inputs = [.. geometries.Select((g, i) => BufferFor(g.Convolution, batch, hasGradients: i > 0)), FlatBuffer(geometries[^1], batch)];
        InputEncoding image = template.Input;
        input = new InputLayer(
            image, inputs[0], options.Augmentation.IsOn ? new ImageAugmentation(options.Augmentation, options.Seed, image.Height, image.Width, image.Channels) : null);
        blocks = new ConvolutionBlock[geometries.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ConvolutionBlock(geometries[i], NewWeights(template.Blocks[i], geometries[i], options, i), inputs[i], inputs[i + 1], options);
        }

        dense = new DenseLayer(template.Classes.Count, inputs[^1], options, blocks.Length);
        team = new WorkerTeam<BlockScratch>(options.Threads, () => new BlockScratch(
            geometries.Max(g => g.ConvolutionLength), geometries.Max(g => g.PooledLength)));
    }

    /// <summary>
    /// All that a later step depends on, by name; the arrays themselves. After writing into them call <see cref="Resume"/>.
    /// </summary>
    public IEnumerable<KeyValuePair<string, float[]>> State =>
    [
        .. blocks.SelectMany((b, i) => NamedState.Under(NetworkExport.ConvolutionName(i), b.Weights.State).Concat(NamedState.Under(NetworkExport.NormName(i), b.Norm.State))),
        .. NamedState.Under("dense", dense.State),
    ];

    /// <summary>Clip thresholds of the layers that learn them.</summary>
    public IReadOnlyList<ClipThresholds> Thresholds() =>
    [
        .. blocks.Select((b, i) => (b.Weights.Range, Name: NetworkExport.ConvolutionName(i)))
            .Where(b => b.Range is not null)
            .Select(b => new ClipThresholds(b.Name, b.Range!.Value.Lower, b.Range.Value.Upper)),
    ];

    /// <summary>For each binary layer the fraction of signs that changed since the last call.</summary>
    public IReadOnlyList<SignFlips> TakeFlips() =>
    [
        .. blocks.Select((b, i) => (Weights: b.Weights as BinaryLayerWeights, Name: NetworkExport.ConvolutionName(i)))
            .Where(b => b.Weights is not null)
            .Select(b => new SignFlips(b.Name, b.Weights!.TakeFlips())),
    ];

    /// <summary>Moves what follows a schedule of epochs.</summary>
    public void BeginEpoch(int epoch, int epochs)
    {
        foreach (ConvolutionBlock block in blocks)
        {
            block.Weights.BeginEpoch(epoch, epochs);
        }
    }

    /// <summary>Takes what was written into <see cref="State"/>.</summary>
    public void Resume()
    {
        foreach (ConvolutionBlock block in blocks)
        {
            block.Weights.Resume();
        }
    }

    /// <summary>One update from the images <paramref name="order"/> names.</summary>
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

    /// <summary>Encoded pixels of the last batch: images x rows x columns x channels.</summary>
    public float[] Inputs(int images)
    {
        ActivationBuffer buffer = blocks[0].Input;
        return [.. Enumerable.Range(0, images * buffer.Height).SelectMany(r => buffer.Row(r / buffer.Height, r % buffer.Height).ToArray())];
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
            ? new BinaryLayerWeights(values, block.OutChannels, TrainingMethods.Create(options.Method, options.Clipping, block.OutChannels), options.Optimizer)
            : new RealLayerWeights(values, block.OutChannels, options.Optimizer);
    }
}
