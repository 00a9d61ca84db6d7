using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Windows of TensorFlow Lite over an image.</summary>
internal static class LarqWindow
{
    private const int Same = 0;
    private const int Valid = 1;
    private const int MostStride = 1 << 12;

    /// <summary>The window of a convolution.</summary>
    /// <param name="node">The node, whose strides, dilations and kind of padding count.</param>
    /// <param name="image">The image.</param>
    /// <param name="height">Kernel rows.</param>
    /// <param name="width">Kernel columns.</param>
    /// <param name="groups">Groups.</param>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1162: a form that is not supported.</exception>
    public static ConvolutionWindow Of(OnnxNode node, ImageShape image, int height, int width, int groups)
    {
        int stride = Stride(node);
        if (Either(node, "dilation_w_factor", "dilation_width_factor", 1) != 1 || Either(node, "dilation_h_factor", "dilation_height_factor", 1) != 1)
        {
            throw LarqFault.Setting(node, "convolves with dilation", "do without");
        }

        (int before, int after) rows = Border(node, image.Height, height, stride);
        (int before, int after) columns = Border(node, image.Width, width, stride);
        return rows.before == rows.after && rows == columns
            ? new ConvolutionWindow(height, width, stride, rows.before, groups)
            : throw LarqFault.Setting(
                node,
                $"pads an image of {image} by {rows.before} above, {rows.after} below, {columns.before} left and {columns.after} right",
                "only the same border on all sides is supported: use padding='valid', an odd kernel with stride 1, or an image of an odd size with stride 2");
    }

    /// <summary>Size and stride of a pool's window, which has no padding.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1162: a form that is not supported.</exception>
    public static (int Size, int Stride) OfPool(OnnxNode node, ImageShape image)
    {
        int stride = Stride(node);
        int size = Positive(node, node.Attribute("filter_height", 0L));
        bool isPlain = node.Attribute("filter_width", 0L) == size && Border(node, image.Height, size, stride) == (0, 0) && Border(node, image.Width, size, stride) == (0, 0);
        return isPlain ? (size, stride) : throw LarqFault.Setting(node, "pools with padding or a window that is no square", "use square windows and sizes that they divide, or padding='valid'");
    }

    private static (int Before, int After) Border(OnnxNode node, int size, int kernel, int stride)
    {
        switch (node.Attribute("padding", 0L))
        {
            case Valid:
                return (0, 0);
            case Same:
                long steps = (size + (long)stride - 1) / stride;
                long total = Math.Max(((steps - 1) * stride) + kernel - size, 0);
                return ((int)(total / 2), (int)(total - (total / 2)));
            default:
                throw LarqFault.Setting(node, $"has the padding {node.Attribute("padding", 0L)}", "convert the model again: 0 is SAME, 1 is VALID");
        }
    }

    private static int Stride(OnnxNode node)
    {
        int stride = Positive(node, Either(node, "stride_h", "stride_height", 1));
        return Either(node, "stride_w", "stride_width", 1) == stride ? stride : throw LarqFault.Setting(node, "has strides that differ between the directions", "use the same stride for both");
    }

    private static long Either(OnnxNode node, string builtIn, string custom, long fallback) => node.Attribute(builtIn, node.Attribute(custom, fallback));

    private static int Positive(OnnxNode node, long value) => value is > 0 and <= MostStride ? (int)value : throw LarqFault.Setting(node, $"has a stride or window of {value}", $"use 1 to {MostStride}");
}
