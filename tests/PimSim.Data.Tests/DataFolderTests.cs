using PimSim.Core;

namespace PimSim.Data.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(DataSplit.Train, "train-images-idx3-ubyte", "train-labels-idx1-ubyte")]
    [InlineData(DataSplit.Test, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData(DataSplit.Test, "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    public void Finds_idx_plain_or_packed(DataSplit split, string images, string labels)
    {
        folder.Write(images, Samples.Images());
        folder.Write(labels + ".gz", TemporaryFolder.Gzip(Samples.Labels(1, 0, 9)));
        ImageDataSet data = DataFolder.Load(folder.Path, split);
        Assert.Equal((3, 2, 5, 1, 10), (data.Count, data.Height, data.Width, data.Channels, data.ClassCount));
        Assert.Equal("9", data.ClassNames[9]);
        Assert.Equal(Path.GetFileName(folder.Path), data.Name);
        Assert.Equal(data.Name, DataFolder.Load(folder.Path + "/", split).Name);
    }

    [Fact]
    public void More_than_ten_classes_are_numbered_on()
    {
        folder.Write("train-images-idx3-ubyte", Samples.Images());
        folder.Write("train-labels-idx1-ubyte", Samples.Labels(1, 61, 255));
        Assert.Equal(256, DataFolder.Load(folder.Path, DataSplit.Train).ClassCount);
    }

    [Fact]
    public void A_folder_called_fashion_gets_its_class_names_and_refuses_other_labels()
    {
        string fashion = Path.Combine(folder.Path, "Fashion-MNIST");
        Directory.CreateDirectory(fashion);
        File.WriteAllBytes(Path.Combine(fashion, "t10k-images-idx3-ubyte"), Samples.Images());
        string labels = Path.Combine(fashion, "t10k-labels-idx1-ubyte");
        File.WriteAllBytes(labels, Samples.Labels(1, 0, 9));
        Assert.Equal("Ankle boot", DataFolder.Load(fashion, DataSplit.Test).ClassNames[9]);
        File.WriteAllBytes(labels, Samples.Labels(1, 10, 9));
        Diagnostic fault = Samples.Diagnose(() => DataFolder.Load(fashion, DataSplit.Test));
        Assert.Equal("PIM0306", fault.Code);
        Assert.Contains("label 10 of image 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_cifar_batches_in_the_order_of_their_numbers()
    {
        folder.Write("data_batch_10.bin", Samples.Cifar(4));
        folder.Write("data_batch_2.bin.gz", TemporaryFolder.Gzip(Samples.Cifar(2)));
        folder.Write("data_batch_1.bin", Samples.Cifar(1));
        folder.Write("data_batch_1.bin.gz", TemporaryFolder.Gzip(Samples.Cifar(7)));
        folder.Write("test_batch.bin", Samples.Cifar(5, 6));
        Assert.Equal([1, 2, 4], DataFolder.Load(folder.Path, DataSplit.Train).Labels);
        ImageDataSet test = DataFolder.Load(folder.Path, DataSplit.Test);
        Assert.Equal([5, 6], test.Labels);
        Assert.Equal((32, 32, 3, "frog"), (test.Height, test.Width, test.Channels, test.ClassNames[6]));
    }

    [Fact]
    public void Cifar_100_is_told_by_its_files()
    {
        folder.Write("train.bin", [4, .. Samples.Cifar(0)]);
        folder.Write("test.bin.gz", TemporaryFolder.Gzip([4, .. Samples.Cifar(99), 5, .. Samples.Cifar(70)]));
        ImageDataSet test = DataFolder.Load(folder.Path, DataSplit.Test);
        Assert.Equal((32, 32, 3, 100), (test.Height, test.Width, test.Channels, test.ClassCount));
        Assert.Equal("worm rose", string.Join(' ', test.Labels.Select(l => test.ClassNames[l])));
        Assert.Equal("apple", test.ClassNames[DataFolder.Load(folder.Path, DataSplit.Train).Labels[0]]);
        folder.Write("test_batch.bin", Samples.Cifar(1));
        Assert.Equal("PIM0308", Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Test)).Code);
    }

    [Fact]
    public void Counts_that_differ_are_PIM0307()
    {
        folder.Write("train-images-idx3-ubyte", Samples.Images());
        string labels = folder.Write("train-labels-idx1-ubyte", Samples.Labels(1, 2));
        Diagnostic fault = Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Train));
        Assert.Equal(("PIM0307", labels), (fault.Code, fault.File));
        Assert.StartsWith("2 labels for the 3 images", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_data_sets_in_one_folder_are_PIM0308()
    {
        folder.Write("t10k-images-idx3-ubyte", Samples.Images());
        folder.Write("test_batch.bin", Samples.Cifar(1));
        Assert.Equal("PIM0308", Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Test)).Code);
    }

    [Theory]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte")]
    public void Half_a_data_set_is_PIM0309(string present, string missing)
    {
        folder.Write(present, []);
        Diagnostic fault = Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Test));
        Assert.Equal("PIM0309", fault.Code);
        Assert.Contains(missing, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_nothing_known_is_PIM0310_and_says_what_was_looked_for()
    {
        folder.Write("t10k-images-idx3-ubyte", Samples.Images());
        Diagnostic fault = Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Train));
        Assert.Equal(("PIM0310", folder.Path), (fault.Code, fault.File));
        Assert.Contains("train-images-idx3-ubyte", fault.Message, StringComparison.Ordinal);
        Assert.Contains("data_batch_*.bin", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_PIM0021()
    {
        Assert.Equal("PIM0021", Samples.Diagnose(() => DataFolder.Load(folder.Path + "/no", DataSplit.Train)).Code);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_PIM0021()
    {
        Assert.Equal("PIM0021", Samples.Diagnose(() => DataInput.OpenFile(folder.Path + "/no")).Code);
    }
}
