using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>A graph of layers being trained: each layer in order, then back.</summary>
internal sealed class GraphNetwork : ITrainedNetwork
{
    private readonly GraphTemplate template;
    private readonly InputLayer input;
    private readonly GraphLayer[] layers;
    private readonly ActivationBuffer[][] begins;
    private readonly ScoreLoss loss;
    private readonly WorkerTeam<GraphScratch> team;

    public GraphNetwork(GraphTemplate template, TrainingOptions options)
    {
        this.template = template;
        InputEncoding image = template.Input;
        Dictionary<string, ImageShape> shapes = Shapes(template);
        var memory = new GradientMemory(template.Layers, shapes.ToDictionary(s => s.Key, s => options.BatchSize * s.Value.Count, StringComparer.Ordinal));
        Dictionary<string, ActivationBuffer> buffers = shapes.ToDictionary(
            s => s.Key,
            s => new ActivationBuffer(
                s.Value.Height,
                s.Value.Width,
                s.Value.Channels,
                new AlignedFloats(options.BatchSize * s.Value.Count),
                string.Equals(s.Key, BnnNetwork.InputName, StringComparison.Ordinal) ? new AlignedFloats(0) : memory[s.Key]),
            StringComparer.Ordinal);
        input = new InputLayer(
            image, buffers[BnnNetwork.InputName], options.Augmentation.IsOn ? new ImageAugmentation(options.Augmentation, options.Seed, image.Height, image.Width, image.Channels) : null);
        layers = new GraphLayer[template.Layers.Count];
        int weighted = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            LayerTemplate layer = template.Layers[i];
            layers[i] = layer.Create(new LayerPlace([.. layer.Inputs.Select(name => buffers[name])], buffers[layer.Name], options, weighted));
            weighted += layer.HasWeights ? 1 : 0;
        }

        begins = [.. memory.Begins.Select(names => names.Select(name => buffers[name]).ToArray())];
        loss = new ScoreLoss(buffers[layers[^1].Name], options);
        (int convolution, int pooled, int padded) = ScratchLengths(template, shapes);
        team = new WorkerTeam<GraphScratch>(options.Threads, () => new GraphScratch(convolution, pooled, padded));
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<GraphLayer> Layers => layers;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, float[]>> State => layers.SelectMany(l => NamedState.Under(l.Name, l.State));

    /// <inheritdoc/>
    public IReadOnlyList<ClipThresholds> Thresholds() =>
    [
        .. layers.Where(l => l.Weights?.Range is not null).Select(l => new ClipThresholds(l.Name, l.Weights!.Range!.Value.Lower, l.Weights.Range.Value.Upper)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SignFlips> TakeFlips() =>
        [.. layers.Where(l => l.Weights is BinaryLayerWeights).Select(l => new SignFlips(l.Name, ((BinaryLayerWeights)l.Weights!).TakeFlips()))];

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int epochs)
    {
        foreach (GraphLayer layer in layers)
        {
            layer.Weights?.BeginEpoch(epoch, epochs);
        }
    }

    /// <inheritdoc/>
    public void Resume()
    {
        foreach (GraphLayer layer in layers)
        {
            layer.Weights?.Resume();
        }
    }

    /// <inheritdoc/>
    public BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, in UpdateStep step)
    {
        BatchLoss result = Gradients(images, order, epoch);
        foreach (GraphLayer layer in layers)
        {
            layer.Update(step);
        }

        return result;
    }

    /// <summary>Forward and back: the gradients of all parameters.</summary>
    public BatchLoss Gradients(ImageDataSet images, ReadOnlyMemory<int> order, int epoch)
    {
        byte[] labels = new byte[order.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = images.Labels[order.Span[i]];
        }

        input.Load(images, order, epoch, team);
        foreach (GraphLayer layer in layers)
        {
            layer.Forward(order.Length, team);
        }

        BatchLoss result = loss.Evaluate(order.Length, labels, team);
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            foreach (ActivationBuffer begun in begins[i])
            {
                begun.Gradients.Slice(0, order.Length * begun.ImageLength).Clear();
            }

            layers[i].Backward(order.Length, team);
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    /// <inheritdoc/>
    public BnnNetwork Export()
    {
        GraphExport export = new();
        foreach (GraphLayer layer in layers)
        {
            layer.Export(export);
        }

        return new BnnNetwork { Name = this.template.Name, Input = this.template.Input, Classes = this.template.Classes, Nodes = export.Nodes };
    }

    private static Dictionary<string, ImageShape> Shapes(GraphTemplate template)
    {
        var shapes = new Dictionary<string, ImageShape>(StringComparer.Ordinal)
        {
            [BnnNetwork.InputName] = new ImageShape(template.Input.Height, template.Input.Width, template.Input.Channels),
        };
        foreach (LayerTemplate layer in template.Layers)
        {
            shapes.Add(layer.Name, layer.Output(shapes[layer.Inputs[0]]));
        }

        return shapes;
    }

    private static (int Convolution, int Pooled, int Padded) ScratchLengths(GraphTemplate template, Dictionary<string, ImageShape> shapes)
    {
        (int convolution, int pooled, int padded) = (0, 0, 0);
        foreach (LayerTemplate layer in template.Layers)
        {
            if (layer is DenseTemplate dense)
            {
                convolution = Math.Max(convolution, dense.Outputs);
            }
            else if (layer is ConvolutionTemplate c)
            {
                ImageShape shape = shapes[c.Input];
                BlockGeometry geometry = new(c.Form, shape.Height, shape.Width, shape.Channels);
                convolution = Math.Max(convolution, geometry.ConvolutionLength);
                pooled = Math.Max(pooled, geometry.PooledLength);
                padded = Math.Max(padded, geometry.Convolution.PaddedLength);
            }
        }

        return (convolution, pooled, padded);
    }
}
