using PimSim.Tests;

namespace PimSim.Data.Tests;

/// <summary>The complete data sets from the folder of reference data, where it is there.</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData(DataSplit.Train, 60_000, "5041921")]
    [InlineData(DataSplit.Test, 10_000, "7210414")]
    public void Mnist(DataSplit split, int count, string firstLabels)
    {
        ImageDataSet data = DataFolder.Load(SharedFolder.Require("data/mnist"), split);
        Assert.Equal((count, 28, 28, 1, 10), (data.Count, data.Height, data.Width, data.Channels, data.ClassCount));
        Assert.Equal(firstLabels, string.Concat(data.Labels[..7]));
        Assert.Equal("0", data.ClassNames[0]);
    }

    [Fact]
    public void Cifar10_test()
    {
        ImageDataSet data = DataFolder.Load(SharedFolder.Require("data/cifar10"), DataSplit.Test);
        Assert.Equal((10_000, 32, 32, 3), (data.Count, data.Height, data.Width, data.Channels));
        Assert.Equal("cat ship ship airplane", string.Join(' ', data.Labels[..4].Select(label => data.ClassNames[label])));
        Assert.Equal([158, 112, 49], data.Image(0)[..3].ToArray());
        for (byte c = 0; c < 10; c++)
        {
            Assert.Equal(1_000, data.Labels.AsSpan().Count(c));
        }
    }

    [Fact]
    public void Cifar10_training_batches_that_are_there()
    {
        string folder = SharedFolder.Require("data/cifar10");
        int batches = Directory.GetFiles(folder, "data_batch_*").Length;
        ImageDataSet data = DataFolder.Load(folder, DataSplit.Train);
        Assert.Equal(10_000 * batches, data.Count);
        Assert.Equal("frog", data.ClassNames[data.Labels[0]]);
    }
}
