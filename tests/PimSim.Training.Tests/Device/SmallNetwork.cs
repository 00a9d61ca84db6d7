using PimSim.Bnn;

namespace PimSim.Training.Tests;

/// <summary>8 x 8 images, a real convolution to 4 channels, a binary one to 8, each with pooling, and a fully connected layer.</summary>
internal static class SmallNetwork
{
    public static NetworkTemplate Template => new()
    {
        Name = "small",
        Input = new InputEncoding { Height = Stripes.Side, Width = Stripes.Side, Channels = 1, Mean = [0.6], Deviation = [0.2] },
        Classes = ["horizontal", "vertical", "diagonal"],
        Blocks = [new BlockTemplate { OutChannels = 4, Binary = false }, new BlockTemplate { OutChannels = 8, Binary = true }],
    };
}
