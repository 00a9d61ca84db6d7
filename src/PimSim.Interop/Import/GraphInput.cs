using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>The image that a graph takes.</summary>
internal static class GraphInput
{
    private const int MaxElements = 1 << 24;

    // A table of 256 exact numbers is followed for each.
    private const int MaxChannels = 256;

    /// <summary>The pixels, one image of a shape that is known.</summary>
    /// <exception cref="UserErrorException">PIM1121: several inputs, or a shape that is open or none of one image.</exception>
    public static PixelActivation Of(OnnxModel model, OnnxImportOptions options)
    {
        OnnxGraph graph = model.Graph;
        if (graph.Inputs is not [var input])
        {
            throw Fault(model, $"takes {graph.Inputs.Count} inputs", "export the network with the image as its only input");
        }

        // Of the images at once, an open number is one: they are taken one by one.
        int[] shape = [.. (input.Shape ?? []).Select((size, axis) => size is > 0 and <= MaxElements ? (int)size : axis == 0 && size is null ? 1 : 0)];
        if (shape.Length < 2 || shape.Contains(0) || TensorAxes.Count(shape) is var count && (count > MaxElements || count < 1))
        {
            throw Fault(model, $"takes '{input.Name}' of the shape [{string.Join(", ", (input.Shape ?? []).Select(s => s?.ToString() ?? "?"))}]", "export the network with the shape of one image fixed, for instance [1, 1, 28, 28]");
        }

        if (shape[0] != 1)
        {
            throw Fault(model, $"takes {shape[0]} images at once", "export the network for one image: batch size 1");
        }

        (ImageShape image, bool channelsLast) = Image(model, shape, options);
        if (image.Channels > MaxChannels)
        {
            throw Fault(model, $"takes images of {image.Channels} channels", $"at most {MaxChannels} are imported: check the order of the axes");
        }

        PixelEncoding? encoding = options.Encoding ?? (options.Pixels == OnnxPixels.Signed ? Centred(image.Channels) : null);
        Surd[][] tables = [.. Enumerable.Range(0, image.Channels).Select(c =>
            encoding is null ? Table(IsBytes(graph, input, options.Pixels) ? 1 : PixelLevels.Count - 1) : PixelImporter.Values(encoding, c))];
        return new PixelActivation
        {
            Shape = shape,
            Image = image,
            Places = channelsLast ? [.. Enumerable.Range(0, image.Count)] : Activation.PlacesOfChannelsFirst(image),
            Tables = tables,
            Given = tables,
            Real = encoding as NormalizedPixels,
        };
    }

    private static NormalizedPixels Centred(int channels)
    {
        double[] half = new double[channels];
        Array.Fill(half, 0.5);
        return new NormalizedPixels(half, half);
    }

    private static (ImageShape Image, bool ChannelsLast) Image(OnnxModel model, int[] shape, OnnxImportOptions options)
    {
        int count = (int)TensorAxes.Count(shape);
        if (shape is [_, var a, var b, var c])
        {
            bool last = options.ChannelsLast ?? (c is 1 or 3 && a is not (1 or 3) && a == b);
            ImageShape found = last ? new ImageShape(a, b, c) : new ImageShape(b, c, a);
            return options.Image is null || options.Image == found
                ? (found, last)
                : throw Fault(model, $"takes images of {found}, the layer map says {options.Image}", "correct 'input.shape' of the map");
        }

        if (shape is [_, var height, var width])
        {
            return (new ImageShape(height, width, 1), false);
        }

        int side = Enumerable.Range(1, 1 << 12).FirstOrDefault(s => s * s == count);
        ImageShape image = options.Image ?? new ImageShape(side, side, 1);
        return image.Count == count && image.Height > 0 && image.Width > 0 && image.Channels > 0
            ? (image, false)
            : throw Fault(model, $"takes a vector of {count} pixels, which does not say the shape of the image", "name the image's height, width and channels");
    }

    private static Surd[] Table(int scale) => [.. Enumerable.Range(0, PixelLevels.Count).Select(p => (Surd)new Rational(p, scale))];

    private static bool IsBytes(OnnxGraph graph, OnnxValue input, OnnxPixels pixels) => pixels switch
    {
        OnnxPixels.Bytes => true,
        OnnxPixels.Unit => false,
        _ => input.ElementType is TensorElementType.UInt8 || DividesBy255(graph, input.Name),
    };

    /// <summary>Whether the first arithmetic on the input is a division by 255.</summary>
    private static bool DividesBy255(OnnxGraph graph, string name)
    {
        foreach (OnnxNode node in graph.Nodes.Where(n => n.Inputs.Contains(name, StringComparer.Ordinal)))
        {
            if (node.Operator is "Reshape" or "Flatten" or "Transpose" or "Squeeze" or "Unsqueeze" or "Identity" or "Cast" && string.Equals(node.Inputs[0], name, StringComparison.Ordinal))
            {
                return DividesBy255(graph, node.Outputs[0]);
            }

            if (node.Operator is "Div" && string.Equals(node.Inputs[0], name, StringComparison.Ordinal))
            {
                NamedTensor? divisor = graph.Initializers.GetValueOrDefault(node.Inputs[1])
                    ?? graph.Nodes.FirstOrDefault(n => n.Outputs.Contains(node.Inputs[1], StringComparer.Ordinal))?.Attributes.GetValueOrDefault("value") as NamedTensor;
                return divisor is { Count: 1 } && divisor.ToDoubles()[0] is 255;
            }
        }

        return false;
    }

    private static UserErrorException Fault(OnnxModel model, string what, string remedy) => new("PIM1121", $"the graph {what}", model.File, remedy);
}
