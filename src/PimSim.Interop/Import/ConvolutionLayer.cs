using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>A binary convolution of the network, whatever the graph calls its axes.</summary>
internal static class ConvolutionLayer
{
    /// <summary>Adds the layer; its results with the axes image, channel, height, width.</summary>
    /// <param name="network">The network so far.</param>
    /// <param name="node">The graph's node.</param>
    /// <param name="value">What it takes, of as many channels as the window's groups ask for.</param>
    /// <param name="window">The window.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="elementOf">The element of an output and a column, columns in the order kernel row, kernel column, channel.</param>
    /// <param name="border">What the border holds.</param>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122 to PIM1127, PIM1129, PIM1133: weights, input, border.</exception>
    public static LayerActivation Add(
        NetworkBuilder network, OnnxNode node, Activation value, ConvolutionWindow window, int outputs, OnnxConstant weights, Func<int, int, int> elementOf, Surd border)
    {
        (int outHeight, int outWidth) = window.Over(node, value.Image, outputs);
        LayerInput input = LayerInputs.Of(network, node, value, window.Padding > 0 && border.Sign == 0);
        int pad = window.Padding == 0 ? 0 : input.NumberOf(node, border);
        int depth = value.Image.Channels / window.Groups;
        int columns = checked(window.Height * window.Width * depth);
        var rows = LayerRows.Of(node, weights, outputs, columns, elementOf, (row, column) => (row / (outputs / window.Groups) * depth) + (column % depth), input);
        network.Nodes.Add(Node(network, node, window, outputs, pad, rows.Weights));
        var result = new ImageShape(outHeight, outWidth, outputs);
        return new LayerActivation
        {
            Shape = [1, outputs, result.Height, result.Width],
            Places = Activation.PlacesOfChannelsFirst(result),
            Image = result,
            Node = network.LastIndex,
            IsQuantized = false,
            Least = -checked(columns * input.Magnitude),
            Most = columns * input.Magnitude,
            Step = (window.Padding == 0 || pad != 0) && input.IsBits ? 2 : 1,
            Scale = rows.Scale,
            Offset = rows.Offset,
        };
    }

    /// <summary>A convolution node.</summary>
    public static ConvolutionNode Node(NetworkBuilder network, OnnxNode node, ConvolutionWindow window, int outputs, int pad, WeightSet weights) => new()
    {
        Name = network.NameFor(node),
        Inputs = network.Last,
        OutChannels = outputs,
        KernelHeight = window.Height,
        KernelWidth = window.Width,
        Stride = window.Stride,
        Padding = window.Padding,
        PaddingValue = pad switch { 0 => PaddingValue.Zero, 1 => PaddingValue.PlusOne, _ => PaddingValue.MinusOne },
        Groups = window.Groups,
        Weights = weights,
    };
}
