using PimSim.Core;
using PimSim.Data;

namespace PimSim.Bnn.Tests;

public sealed class DataSetImagesTests
{
    private static readonly BnnNetwork Network = Samples.Small();

    [Fact]
    public void Pixels_are_encoded_channel_by_channel()
    {
        ImageDataSet data = Make(Network.Classes.Count);
        float[] values = new float[data.ImageBytes];
        new DataSetImages(Network, data).Read(1, values);
        Assert.Equal(data.Image(1).ToArray().Select((p, i) => Network.Input.Encode(p, i % Network.Input.Channels)), values);
    }

    [Fact]
    public void PIM0452_images_of_another_shape()
    {
        ImageDataSet data = Make(Network.Classes.Count, Network.Input.Height + 1);
        Refused("PIM0452", data);
    }

    [Fact]
    public void PIM0453_more_classes_than_the_network_has() => Refused("PIM0453", Make(Network.Classes.Count + 1));

    private static void Refused(string code, ImageDataSet data) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<UserErrorException>(() => new DataSetImages(Network, data)).Diagnostics).Code);

    private static ImageDataSet Make(int classes, int? height = null)
    {
        InputEncoding input = Network.Input;
        byte[] pixels = [.. Enumerable.Range(0, 2 * (height ?? input.Height) * input.Width * input.Channels).Select(i => (byte)(37 * i))];
        string[] names = [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];
        return new ImageDataSet("made", height ?? input.Height, input.Width, input.Channels, names, pixels, [0, (byte)(classes - 1)]);
    }
}
