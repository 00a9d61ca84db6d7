using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>What to train: its form without weights.</summary>
public abstract record TrainableNetwork
{
    private protected TrainableNetwork()
    {
    }

    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Image shape and pixel encoding.</summary>
    public required InputEncoding Input { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <exception cref="UserErrorException">PIM0802: the network cannot be trained; PIM0803: the images do not fit it.</exception>
    internal void Check(ImageDataSet images)
    {
        CheckForm();
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

    /// <summary>With initial weights.</summary>
    internal abstract ITrainedNetwork Create(TrainingOptions options);

    /// <summary>Everything that makes it another network, as a text for checkpoints.</summary>
    internal abstract string Describe();

    /// <exception cref="UserErrorException">PIM0802: the network cannot be trained.</exception>
    private protected abstract void CheckForm();
}
