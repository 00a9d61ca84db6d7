using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Conv of images with constant weights.</summary>
internal static class ConvolutionImport
{
    /// <summary>The result, with its bias.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: operands. PIM1128: a form that is not supported; and those of layers.</exception>
    public static Activation Convolve(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant weights, OnnxConstant? bias)
    {
        int groups = (int)Math.Clamp(node.Attribute("group", 1L), int.MinValue, int.MaxValue);
        ImageShape image = value.Image;
        if (!value.IsChannelsFirst || weights.Shape is not [var outputs, var depth, var height, var width] || groups < 1
            || (long)depth * groups != image.Channels || outputs % groups != 0 || outputs < 1 || height < 1 || width < 1)
        {
            throw ImportFault.Operand(node, $"takes a tensor of [{string.Join(", ", value.Shape)}] and weights of [{string.Join(", ", weights.Shape)}], in {groups} groups");
        }

        (int stride, int padding) = Steps(node, height, width);
        long outHeight = Size(image.Height, height);
        long outWidth = Size(image.Width, width);
        if (outHeight * outWidth * outputs > MaxElements)
        {
            throw ImportFault.Size(node);
        }

        LayerInput input = LayerInputs.Of(network, node, value);
        int pad = padding == 0 ? 0 : input.Zero(node);
        int columns = checked(height * width * depth);
        var rows = LayerRows.Of(
            node,
            weights,
            outputs,
            columns,
            (row, column) => (((row * depth) + (column % depth)) * height * width) + (column / depth),
            (row, column) => (row / (outputs / groups) * depth) + (column % depth),
            input);
        network.Nodes.Add(new ConvolutionNode
        {
            Name = network.NameFor(node),
            Inputs = network.Last,
            OutChannels = outputs,
            KernelHeight = height,
            KernelWidth = width,
            Stride = stride,
            Padding = padding,
            PaddingValue = pad switch { 0 => PaddingValue.Zero, 1 => PaddingValue.PlusOne, _ => PaddingValue.MinusOne },
            Groups = groups,
            Weights = rows.Weights,
        });
        var result = new ImageShape((int)outHeight, (int)outWidth, outputs);
        LayerActivation dots = new()
        {
            Shape = [1, outputs, result.Height, result.Width],
            Places = Activation.PlacesOfChannelsFirst(result),
            Image = result,
            Node = network.LastIndex,
            IsBits = false,
            Bound = checked(columns * input.Magnitude),
            Step = (padding == 0 || pad != 0) && network.TakesSigns(network.LastIndex) ? 2 : 1,
            Scale = rows.Scale,
            Offset = rows.Offset,
        };
        if (bias is null)
        {
            return dots;
        }

        return bias.Count == outputs
            ? dots.Affine([.. rows.Scale.Select(_ => Surd.One)], [.. rows.Scale.Select((_, c) => bias[c])])
            : throw ImportFault.Operand(node, $"has {bias.Count} biases for {outputs} outputs");

        long Size(int size, int kernel)
        {
            long free = size + (2L * padding) - kernel;
            long steps = free < 0 ? 0 : (free / stride) + 1;
            return steps > 0 && steps * outputs <= MaxElements ? steps : throw ImportFault.Operand(node, $"has a kernel of {height}x{width} for an image of {image}, padded with {padding}");
        }
    }

    /// <summary>The most elements of an image; the network's own limit is tested at the end.</summary>
    private const int MaxElements = 1 << 24;

    private static (int Stride, int Padding) Steps(OnnxNode node, int height, int width)
    {
        long[] strides = node.Attribute<long[]>("strides", [1, 1]);
        long[] pads = node.Attribute<long[]>("pads", [0, 0, 0, 0]);
        bool isPlain = node.Attribute("auto_pad", "NOTSET") is "NOTSET" or "VALID"
            && Array.TrueForAll(node.Attribute<long[]>("dilations", []), d => d == 1)
            && node.Attribute<long[]>("kernel_shape", [height, width]) is [var h, var w] && h == height && w == width
            && strides is [> 0 and <= MaxElements, _] && strides[0] == strides[1]
            && pads is [>= 0 and <= MaxElements, _, _, _] && Array.TrueForAll(pads, p => p == pads[0]);
        return isPlain
            ? ((int)strides[0], (int)pads[0])
            : throw ImportFault.Setting(node, "convolves with dilation, or with strides or padding that differ between sides", "use the same stride and padding on all sides, without dilation");
    }
}
