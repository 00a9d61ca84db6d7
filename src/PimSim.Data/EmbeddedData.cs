using PimSim.Core;

namespace PimSim.Data;

/// <summary>The data set inside this assembly, so that every verb runs without a download.</summary>
public static class EmbeddedData
{
    /// <summary>The name of the embedded data set.</summary>
    public const string FashionMnistName = "fashion-mnist-10k";

    /// <summary>
    /// Fashion-MNIST, 28 x 28 x 1, 10 classes: the first 10,000 training images or the complete 10,000 test images, unpacked
    /// from IDX at each call. Source: Zalando SE, MIT licence (Resources/LICENSE-fashion-mnist.txt); docs/embedded-data.md.
    /// </summary>
    public static ImageDataSet FashionMnist(DataSplit split)
    {
        string prefix = split == DataSplit.Train ? "train10k" : "t10k";
        using DataInput images = Resource($"fashion-mnist/{prefix}-images-idx3-ubyte.gz");
        using DataInput labels = Resource($"fashion-mnist/{prefix}-labels-idx1-ubyte.gz");
        return DataFolder.Combine(FashionMnistName, images, labels, ClassNaming.FashionMnist);
    }

    private static DataInput Resource(string name)
    {
        Stream stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
            ?? throw new InternalErrorException($"resource {name} is not in the assembly");
        return new DataInput(stream, name);
    }
}
