using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>A tensor that depends on the image, in the shape the graph gives it.</summary>
internal abstract record Activation
{
    /// <summary>Its shape in the graph, with the axis of one image.</summary>
    public required int[] Shape { get; init; }

    /// <summary>For each element in the graph's order, its place in the order height, width, channel.</summary>
    public required int[] Places { get; init; }

    /// <summary>The shape that it has in the network.</summary>
    public required ImageShape Image { get; init; }

    /// <summary>Whether the axes are image, channel, height, width, of the shape it has in the network.</summary>
    public bool IsChannelsFirst =>
        Shape is [1, var c, var h, var w] && new ImageShape(h, w, c) == Image && Places.AsSpan().SequenceEqual(PlacesOfChannelsFirst(Image));

    /// <summary>Whether its elements are in the order height, width, channel.</summary>
    public bool IsInOrder
    {
        get
        {
            for (int i = 0; i < Places.Length; i++)
            {
                if (Places[i] != i)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Each channel's values are multiplied, then something is added.</summary>
    public abstract Activation Affine(Surd[] factor, Surd[] term);

    /// <summary>The places of an image whose axes are channel, height, width.</summary>
    public static int[] PlacesOfChannelsFirst(ImageShape image) => TensorAxes.Walk([image.Channels, image.Height, image.Width], [1, image.Width * image.Channels, image.Channels]);

    /// <summary>
    /// One number for each channel: that of its elements, which must agree. Keys are numbered from 0 on; <paramref name="same"/>
    /// tells whether two of them mean the same.
    /// </summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: places of a channel differ.</exception>
    public int[] Keys(OnnxNode node, Func<int, int> keyOf, Func<int, int, bool> same)
    {
        int[] keys = new int[Image.Channels];
        Array.Fill(keys, -1);
        for (int i = 0; i < Places.Length; i++)
        {
            int channel = Places[i] % Image.Channels;
            int key = keyOf(i);
            if (keys[channel] < 0)
            {
                keys[channel] = key;
            }
            else if (keys[channel] != key && !same(keys[channel], key))
            {
                throw ImportFault.Operand(node, "has parameters that differ between places of a channel");
            }
        }

        return keys;
    }

    /// <summary>The element of a constant for each channel.</summary>
    public Surd[] PerChannel(OnnxNode node, OnnxConstant constant)
    {
        if (TensorAxes.Broadcast(constant.Shape, Shape) is not { } shape || !shape.SequenceEqual(Shape))
        {
            throw ImportFault.Operand(node, $"combines a constant of [{string.Join(", ", constant.Shape)}] with a tensor of [{string.Join(", ", Shape)}]");
        }

        int[] from = TensorAxes.Stretch(constant.Shape, Shape);
        return Array.ConvertAll(Keys(node, i => from[i], (a, b) => constant[a].Equals(constant[b])), key => constant[key]);
    }
}
