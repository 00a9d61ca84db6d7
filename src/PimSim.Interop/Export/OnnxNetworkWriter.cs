using PimSim.Bnn;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>
/// The graph of a network, block by block. Binary layers are products of +-1 in fp32, whose sums are whole numbers below 2^24 and so exact in
/// any order; batch norm and sign are the folded thresholds. Real layers are summed in the order of whoever runs the graph.
/// </summary>
internal sealed class OnnxNetworkWriter
{
    private readonly OnnxGraphWriter graph;
    private string value = OnnxImage.InputName;
    private OnnxLayout layout = OnnxLayout.ChannelsLast;
    private ImageShape shape;

    private OnnxNetworkWriter(OnnxGraphWriter graph, ImageShape shape)
    {
        this.graph = graph;
        this.shape = shape;
    }

    /// <summary>The graph.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plans">Its blocks.</param>
    public static GraphProto Write(BnnNetwork network, IReadOnlyList<LayerPlan> plans)
    {
        var graph = new OnnxGraphWriter(network.Name, OnnxImage.InputName, OnnxReadOut.ScoresName, OnnxReadOut.ClassName);
        var writer = new OnnxNetworkWriter(graph, plans[0].Input) { value = OnnxImage.Add(graph, network.Input) };
        foreach (LayerPlan plan in plans)
        {
            writer.Block(plan);
        }

        OnnxReadOut.Add(graph, network.ReadOut, writer.ToChannelsLast(), network.Classes.Count);
        return graph.Graph;
    }

    private void Block(LayerPlan plan)
    {
        BinarizedWeights? binarized = plan.IsBinary ? plan.Binarized() : null;
        float[] weights = binarized is null ? ((RealWeights)plan.Weights).Values : ExportedWeights.Signs(binarized);
        if (plan.Convolution is { } convolution)
        {
            Convolution(convolution, weights);
        }
        else
        {
            Dense(plan.Dense!, weights);
        }

        this.shape = plan.LayerOutput;
        if (plan.PoolPosition == PoolPosition.BeforeNorm)
        {
            Pool(plan);
        }

        if (plan.HasThresholds)
        {
            Activation(plan, binarized);
        }

        if (plan.PoolPosition != PoolPosition.BeforeNorm)
        {
            Pool(plan);
        }

        this.shape = plan.Output;
    }

    /// <summary>+-1 by one threshold a channel; or how many of several fire, along an axis of their own.</summary>
    private void Activation(LayerPlan plan, BinarizedWeights? binarized)
    {
        (float[] limits, bool[] inverted) = binarized is null
            ? OnnxThresholds.Of(ThresholdFolding.FoldReals(plan.Norm, plan.Channels))
            : OnnxThresholds.Of(plan.FoldedThresholds(binarized.Scale));
        int[] axes = this.layout == OnnxLayout.Flat ? [plan.Channels] : [plan.Channels, 1, 1];
        if (plan.OutputPlanes is { } planes)
        {
            string each = this.graph.Add("Unsqueeze", $"{plan.Name}.each", [this.value, LastAxis(plan)]);
            string all = OnnxThresholds.Add(this.graph, plan.Name, each, limits, inverted, [.. axes, plan.PerChannel]);
            string counted = this.graph.Add("Cast", $"{plan.Name}.counted", [all], OnnxGraphWriter.Attribute("to", OnnxExport.FloatType));
            string count = this.graph.Add("ReduceSum", $"{plan.Name}.count", [counted, LastAxis(plan)], OnnxGraphWriter.Attribute("keepdims", 0));
            this.value = this.graph.Add("Add", $"{plan.Name}.level", [count, One($"{plan.Name}.offset", planes.Offset)]);
        }
        else
        {
            string fires = OnnxThresholds.Add(this.graph, plan.Name, this.value, limits, inverted, axes);
            this.value = this.graph.Add("Where", $"{plan.Name}.sign", [fires, One($"{plan.Name}.plus", 1), One($"{plan.Name}.minus", -1)]);
        }
    }

    private void Convolution(ConvolutionNode layer, float[] weights)
    {
        string input = ToChannelsFirst();
        long padding = layer.Padding;
        if (padding > 0 && layer.PaddingValue != PaddingValue.Zero)
        {
            string pads = this.graph.Constant(ExportedTensor.Of($"{layer.Name}.pads", (long[])[0, 0, padding, padding, 0, 0, padding, padding], 8));
            input = this.graph.Add("Pad", $"{layer.Name}.padded", [input, pads, One($"{layer.Name}.border", layer.PaddingValue == PaddingValue.PlusOne ? 1 : -1)]);
            padding = 0;
        }

        this.value = this.graph.Add(
            "Conv",
            layer.Name,
            [input, Weights(layer, weights)],
            OnnxGraphWriter.Attribute("kernel_shape", (long[])[layer.KernelHeight, layer.KernelWidth]),
            OnnxGraphWriter.Attribute("strides", (long[])[layer.Stride, layer.Stride]),
            OnnxGraphWriter.Attribute("pads", (long[])[padding, padding, padding, padding]),
            OnnxGraphWriter.Attribute("group", layer.Groups));
    }

    private void Dense(DenseNode layer, float[] weights)
    {
        string input = this.layout == OnnxLayout.Flat ? this.value : this.graph.Add("Flatten", $"{layer.Name}.inputs", [ToChannelsLast()]);
        string[] bias = layer.Bias is { } values ? [this.graph.Constant(ExportedTensor.Of($"{layer.Name}.bias", values, values.Length))] : [];
        this.value = this.graph.Add("Gemm", layer.Name, [input, Weights(layer, weights), .. bias], OnnxGraphWriter.Attribute("transB", 1));
        this.layout = OnnxLayout.Flat;
    }

    private void Pool(LayerPlan plan)
    {
        // After a dense layer an image is one pixel, and so is every window.
        if (plan.Pool is { } pool && this.layout != OnnxLayout.Flat)
        {
            this.value = this.graph.Add(
                "MaxPool",
                pool.Name,
                [this.value],
                OnnxGraphWriter.Attribute("kernel_shape", (long[])[pool.Size, pool.Size]),
                OnnxGraphWriter.Attribute("strides", (long[])[pool.Stride, pool.Stride]));
        }
    }

    private string ToChannelsFirst()
    {
        string image = this.layout switch
        {
            OnnxLayout.ChannelsLast => this.graph.Add("Transpose", "channels_first", [this.value], OnnxGraphWriter.Attribute("perm", (long[])[0, 3, 1, 2])),
            OnnxLayout.Flat => this.graph.Add("Reshape", "one_pixel", [this.value, this.graph.Constant(ExportedTensor.Of("one_pixel.shape", (long[])[0, this.shape.Count, 1, 1], 4))]),
            _ => this.value,
        };
        this.layout = OnnxLayout.ChannelsFirst;
        return image;
    }

    /// <summary>The value in this program's own order: channels last, or flat.</summary>
    private string ToChannelsLast() => this.layout == OnnxLayout.ChannelsFirst
        ? this.graph.Add("Transpose", "channels_last", [this.value], OnnxGraphWriter.Attribute("perm", (long[])[0, 2, 3, 1]))
        : this.value;

    private string Weights(NetworkNode layer, float[] weights)
    {
        (float[] values, int[] sizes) = ExportedWeights.Arrange(layer, weights);
        return this.graph.Constant(ExportedTensor.Of($"{layer.Name}.weight", values, sizes));
    }

    private string LastAxis(LayerPlan plan) => this.graph.Constant(ExportedTensor.Of($"{plan.Name}.axis", (long[])[-1], 1));

    private string One(string name, float number) => this.graph.Constant(ExportedTensor.Of(name, (float[])[number]));
}
