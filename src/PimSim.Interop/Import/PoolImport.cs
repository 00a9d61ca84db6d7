using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Max-pooling. A channel with a negative scale is turned first, so that the maximum is that of whole numbers.</summary>
internal static class PoolImport
{
    /// <summary>The pooled value.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1128: a form of pooling that is not supported. PIM1122: no image. PIM1129: a branch.</exception>
    public static LayerActivation MaxPool(NetworkBuilder network, OnnxNode node, Activation value)
    {
        (int size, int stride) = Window(node);
        LayerActivation layer = Layer(node, value);
        if (!layer.IsChannelsFirst)
        {
            throw ImportFault.Operand(node, "takes no image of the axes image, channel, height, width");
        }

        LayerActivation pooled = Pool(network, node, layer, size, stride);
        ImageShape image = pooled.Image;
        return pooled with { Shape = [1, image.Channels, image.Height, image.Width], Places = Activation.PlacesOfChannelsFirst(image) };
    }

    /// <summary>The results of a layer.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1128: pixels.</exception>
    public static LayerActivation Layer(OnnxNode node, Activation value) =>
        value as LayerActivation ?? throw ImportFault.Setting(node, "pools pixels", "pool after the first layer");

    /// <summary>The pooled value, its axes image, height, width, channel.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: a window larger than the image. PIM1129: a branch.</exception>
    public static LayerActivation Pool(NetworkBuilder network, OnnxNode node, LayerActivation layer, int size, int stride)
    {
        network.RequireHead(node, layer);
        if (size > layer.Image.Height || size > layer.Image.Width)
        {
            throw ImportFault.Operand(node, $"has a window of {size} for an image of {layer.Image}");
        }

        LayerActivation turned = Turned(network, node, layer);
        var image = new ImageShape(((layer.Image.Height - size) / stride) + 1, ((layer.Image.Width - size) / stride) + 1, layer.Image.Channels);
        network.Nodes.Add(new MaxPoolNode { Name = network.NameFor(node), Inputs = network.Last, Size = size, Stride = stride });
        return turned with
        {
            Node = network.LastIndex,
            Image = image,
            Shape = [1, image.Height, image.Width, image.Channels],
            Places = [.. Enumerable.Range(0, image.Count)],
        };
    }

    private static (int Size, int Stride) Window(OnnxNode node)
    {
        long[] kernel = node.Attribute<long[]>("kernel_shape", []);
        long[] strides = node.Attribute<long[]>("strides", [1, 1]);
        bool isPlain = Array.TrueForAll(node.Attribute<long[]>("pads", []), p => p == 0)
            && Array.TrueForAll(node.Attribute<long[]>("dilations", []), d => d == 1)
            && node.Attribute("ceil_mode", 0L) == 0
            && node.Attribute("auto_pad", "NOTSET") is "NOTSET" or "VALID";
        return isPlain && kernel is [> 0 and <= int.MaxValue, _] && kernel[0] == kernel[1] && strides is [> 0 and <= int.MaxValue, _] && strides[0] == strides[1]
            ? ((int)kernel[0], (int)strides[0])
            : throw ImportFault.Setting(node, "pools with padding, dilation, rounding up or a window that is no square", "use square windows and strides without padding");
    }

    private static LayerActivation Turned(NetworkBuilder network, OnnxNode node, LayerActivation layer)
    {
        int[] falling = [.. Enumerable.Range(0, layer.Scale.Length).Where(c => layer.Scale[c].Sign < 0)];
        if (falling.Length == 0)
        {
            return layer;
        }

        if (network.Nodes[layer.Node] is MaxPoolNode)
        {
            throw ImportFault.Setting(node, "pools a second time, with a negative scale between", "pool once between two layers");
        }

        if (!layer.IsQuantized)
        {
            network.FlipRows(layer.Node, falling);
            return layer with { Scale = [.. layer.Scale.Select(s => s.Sign < 0 ? -s : s)] };
        }

        // The opposite decisions, so that n becomes least + most - n.
        network.ChangeThresholds(falling, t => new DotThreshold(t.AtMost ? t.Limit + 1 : t.Limit - 1, !t.AtMost));
        return layer with
        {
            Scale = [.. layer.Scale.Select(s => s.Sign < 0 ? -s : s)],
            Offset = [.. layer.Offset.Select((o, c) => layer.Scale[c].Sign < 0 ? o + (layer.Scale[c] * (layer.Least + layer.Most)) : o)],
        };
    }
}
