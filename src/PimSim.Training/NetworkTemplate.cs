using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>What to train: blocks in a row, then a real fully connected layer to the classes.</summary>
public sealed record NetworkTemplate
{
    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Image shape and pixel encoding.</summary>
    public required InputEncoding Input { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Blocks, first to last; the first has real weights.</summary>
    public required IReadOnlyList<BlockTemplate> Blocks { get; init; }

    /// <summary>
    /// The small binarized convolutional network of training.md section 5 for 28 x 28 grey images: real convolution to 32
    /// channels, binary ones to 64 and 128, each with 2 x 2 max-pooling, batch norm and sign, then 1152 to the classes.
    /// </summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="mean">Mean of the pixels in units of full scale; Fashion-MNIST has 0.2860.</param>
    /// <param name="deviation">Their deviation; Fashion-MNIST has 0.3530.</param>
    public static NetworkTemplate SmallConvolutional(IReadOnlyList<string> classes, double mean = 0.2860, double deviation = 0.3530) => new()
    {
        Name = "bcnn-s",
        Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Mean = [mean], Deviation = [deviation] },
        Classes = classes,
        Blocks =
        [
            new BlockTemplate { OutChannels = 32, Binary = false },
            new BlockTemplate { OutChannels = 64, Binary = true },
            new BlockTemplate { OutChannels = 128, Binary = true },
        ],
    };

    /// <summary>The same with real weights in all blocks.</summary>
    internal NetworkTemplate WithRealWeights() => this with { Blocks = [.. Blocks.Select(b => b with { Binary = false })] };

    /// <exception cref="UserErrorException">PIM0802: the network cannot be trained; PIM0803: the images do not fit it.</exception>
    internal void Check(ImageDataSet images)
    {
        if (Blocks.Count == 0 || Blocks[0].Binary)
        {
            throw new UserErrorException("PIM0802", $"network {Name} does not begin with a real block", remedy: "give the first block real weights");
        }

        if (Blocks.Any(b => b.OutChannels < 1 || b.KernelSize < 1 || b.Stride < 1 || b.Padding < 0 || b.PoolSize < 1))
        {
            throw new UserErrorException("PIM0802", $"network {Name} has a block with a size out of range", remedy: "all sizes are positive, padding may be 0");
        }

        if (Input.Height != images.Height || Input.Width != images.Width || Input.Channels != images.Channels)
        {
            throw new UserErrorException(
                "PIM0803",
                $"network {Name} takes images of {Input.Height} x {Input.Width} x {Input.Channels}, {images.Name} has {images.Height} x {images.Width} x {images.Channels}",
                remedy: "train it on images of its size");
        }

        if (images.ClassCount > Classes.Count || images.Count == 0)
        {
            throw new UserErrorException(
                "PIM0803", $"network {Name} has {Classes.Count} classes, {images.Name} has {images.Count} images of {images.ClassCount}", remedy: "give images, and as many classes as they have");
        }
    }
}
