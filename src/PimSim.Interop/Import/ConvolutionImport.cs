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
        var window = new ConvolutionWindow(height, width, stride, padding, groups);
        LayerActivation dots = ConvolutionLayer.Add(
            network, node, value, window, outputs, weights, (row, column) => (((row * depth) + (column % depth)) * height * width) + (column / depth), Surd.Zero);
        if (bias is null)
        {
            return dots;
        }

        return bias.Count == outputs
            ? dots.Affine([.. dots.Scale.Select(_ => Surd.One)], [.. dots.Scale.Select((_, c) => bias[c])])
            : throw ImportFault.Operand(node, $"has {bias.Count} biases for {outputs} outputs");
    }

    private static (int Stride, int Padding) Steps(OnnxNode node, int height, int width)
    {
        long[] strides = node.Attribute<long[]>("strides", [1, 1]);
        long[] pads = node.Attribute<long[]>("pads", [0, 0, 0, 0]);
        bool isPlain = node.Attribute("auto_pad", "NOTSET") is "NOTSET" or "VALID"
            && Array.TrueForAll(node.Attribute<long[]>("dilations", []), d => d == 1)
            && node.Attribute<long[]>("kernel_shape", [height, width]) is [var h, var w] && h == height && w == width
            && strides is [> 0 and <= ConvolutionWindow.MaxElements, _] && strides[0] == strides[1]
            && pads is [>= 0 and <= ConvolutionWindow.MaxElements, _, _, _] && Array.TrueForAll(pads, p => p == pads[0]);
        return isPlain
            ? ((int)strides[0], (int)pads[0])
            : throw ImportFault.Setting(node, "convolves with dilation, or with strides or padding that differ between sides", "use the same stride and padding on all sides, without dilation");
    }
}
