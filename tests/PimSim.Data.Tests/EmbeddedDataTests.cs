namespace PimSim.Data.Tests;

public sealed class EmbeddedDataTests
{
    private const string Debian = "/usr/share/datasets/fashion-mnist";

    [Theory]
    [InlineData(DataSplit.Train, 10_000)]
    [InlineData(DataSplit.Test, 10_000)]
    public void Has_the_promised_shape(DataSplit split, int count)
    {
        ImageDataSet data = EmbeddedData.FashionMnist(split);
        Assert.Equal((count, 28, 28, 1, 10), (data.Count, data.Height, data.Width, data.Channels, data.ClassCount));
        Assert.Equal("fashion-mnist-10k", data.Name);
        Assert.Equal("Ankle boot", data.ClassNames[data.Labels[0]]);
        Assert.Equal(10, data.Labels.Distinct().Count());
    }

    [Fact]
    public void The_test_split_has_a_thousand_of_each_class()
    {
        int[] counts = new int[10];
        foreach (byte label in EmbeddedData.FashionMnist(DataSplit.Test).Labels)
        {
            counts[label]++;
        }

        Assert.All(counts, count => Assert.Equal(1_000, count));
    }

    [Theory]
    [InlineData(DataSplit.Train, 60_000)]
    [InlineData(DataSplit.Test, 10_000)]
    public void Is_the_beginning_of_the_complete_data_set(DataSplit split, int completeCount)
    {
        Assert.SkipUnless(Directory.Exists(Debian), "Debian's package dataset-fashion-mnist is absent");
        ImageDataSet complete = DataFolder.Load(Debian, split);
        ImageDataSet embedded = EmbeddedData.FashionMnist(split);
        Assert.Equal(completeCount, complete.Count);
        Assert.Equal(complete.ClassNames, embedded.ClassNames);
        ImageDataSet beginning = complete.Take(embedded.Count);
        Assert.True(beginning.Pixels.AsSpan().SequenceEqual(embedded.Pixels));
        Assert.True(beginning.Labels.AsSpan().SequenceEqual(embedded.Labels));
    }

    [Theory]
    [InlineData("t10k-images-idx3-ubyte.gz")]
    [InlineData("t10k-labels-idx1-ubyte.gz")]
    public void The_test_files_are_the_original_ones(string name)
    {
        Assert.SkipUnless(Directory.Exists(Debian), "Debian's package dataset-fashion-mnist is absent");
        using Stream resource = typeof(EmbeddedData).Assembly.GetManifestResourceStream("fashion-mnist/" + name)!;
        byte[] embedded = new byte[resource.Length];
        resource.ReadExactly(embedded);
        Assert.True(File.ReadAllBytes(Path.Combine(Debian, name)).AsSpan().SequenceEqual(embedded));
    }

    [Fact]
    public void The_licence_is_beside_the_data()
    {
        using Stream? resource = typeof(EmbeddedData).Assembly.GetManifestResourceStream("fashion-mnist/LICENSE");
        using StreamReader reader = new(resource!);
        Assert.Contains("Copyright (c) 2017 Zalando SE", reader.ReadToEnd(), StringComparison.Ordinal);
    }
}
