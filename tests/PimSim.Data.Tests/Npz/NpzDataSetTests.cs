using System.IO.Compression;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class NpzDataSetTests : IDisposable
{
    private static readonly byte[] Three = [.. Enumerable.Range(0, 3 * 2 * 5).Select(i => (byte)(i * 3))];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x", "y")]
    [InlineData("images", "labels")]
    [InlineData("x_test", "y_test")]
    [InlineData("test_images", "test_labels")]
    public void Images_and_labels_are_found_by_their_names(string images, string labels)
    {
        ImageDataSet data = DataCatalog.Resolve(Write((images, Images([3, 2, 5], Three)), (labels, Labels(7, 0, 11))), DataSplit.Test);
        Assert.Equal(("set", 3, 2, 5, 1, 12), (data.Name, data.Count, data.Height, data.Width, data.Channels, data.ClassCount));
        Assert.Equal([7, 0, 11], data.Labels);
        Assert.Equal(Three, data.Pixels);
    }

    [Fact]
    public void Both_halves_of_a_file()
    {
        string file = Write(("x_train", Images([3, 2, 5], Three)), ("y_train", Labels(1, 2, 3)), ("x_test", Images([1, 2, 5], Three[..10])), ("y_test", Labels(4)));
        Assert.Equal([1, 2, 3], DataFile.Load(file, DataSplit.Train).Labels);
        Assert.Equal([4], DataFile.Load(file, DataSplit.Test).Labels);
    }

    [Fact]
    public void Both_files_of_a_folder()
    {
        folder.Write("train.npz", Zip(("x", Images([3, 2, 5], Three)), ("y", Labels(1, 2, 3))));
        folder.Write("test.npz", Zip(("images", Images([1, 2, 5], Three[..10])), ("labels", Labels(4))));
        Assert.Equal([1, 2, 3], DataFolder.Load(folder.Path, DataSplit.Train).Labels);
        Assert.Equal([4], DataFolder.Load(folder.Path, DataSplit.Test).Labels);
    }

    [Fact]
    public void Channels_may_be_first_or_last()
    {
        byte[] last = [.. Enumerable.Range(0, 2 * 2 * 5 * 3).Select(i => (byte)i)];
        byte[] first = [.. from i in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 3) from p in Enumerable.Range(0, 10) select (byte)((((i * 10) + p) * 3) + c)];
        foreach (byte[] images in (byte[][])[Images([2, 2, 5, 3], last), Images([2, 3, 2, 5], first)])
        {
            ImageDataSet data = DataFile.Load(Write(("x", images), ("y", Labels(0, 1))), DataSplit.Test);
            Assert.Equal((2, 5, 3), (data.Height, data.Width, data.Channels));
            Assert.Equal(last, data.Pixels);
        }

        Assert.Equal(Three, DataFile.Load(Write(("x", Images([3, 1, 2, 5], Three)), ("y", Labels(0, 1, 2))), DataSplit.Test).Pixels);
        Assert.Equal(Three, DataFile.Load(Write(("x", Images([3, 2, 5, 1], Three)), ("y", Labels(0, 1, 2))), DataSplit.Test).Pixels);
    }

    [Fact]
    public void Labels_may_be_a_column_of_any_integers()
    {
        byte[] column = TensorSamples.Npy("<i4", [3, 1], TensorSamples.Int32s(5, 6, 7));
        Assert.Equal([5, 6, 7], DataFile.Load(Write(("x", Images([3, 2, 5], Three)), ("y", column)), DataSplit.Test).Labels);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_PIM0306(int label)
    {
        byte[] labels = TensorSamples.Npy("<i4", [3], TensorSamples.Int32s(5, label, 7));
        Assert.Contains($"label {label} of image 1", Refused("PIM0306", ("x", Images([3, 2, 5], Three)), ("y", labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_counts_are_PIM0307() => Refused("PIM0307", ("x", Images([3, 2, 5], Three)), ("y", Labels(1, 2)));

    [Fact]
    public void No_images_are_PIM0305() => Refused("PIM0305", ("x", Images([0, 2, 5], [])), ("y", Labels()));

    [Fact]
    public void Pairs_that_are_missing_or_too_many_are_PIM0736()
    {
        byte[] images = Images([3, 2, 5], Three);
        Assert.Contains("no test images", Refused("PIM0736", ("a", images)).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Refused("PIM0736", ("x", images)).Message, StringComparison.Ordinal);
        Assert.Contains("'labels'", Refused("PIM0736", ("labels", Labels(1))).Message, StringComparison.Ordinal);
        Refused("PIM0736", ("x", images), ("y", Labels(1, 2, 3)), ("images", images), ("labels", Labels(1, 2, 3)));
        string file = Write(("x", images), ("y", Labels(1, 2, 3)));
        Assert.Contains("x_train", Samples.Diagnose(() => DataFile.Load(file, DataSplit.Train)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_types_and_shapes_are_PIM0737()
    {
        Assert.Contains("Float32", Refused("PIM0737", ("x", TensorSamples.Npy("<f4", [1, 1, 1], TensorSamples.Singles(0.5f))), ("y", Labels(1))).Message, StringComparison.Ordinal);
        Refused("PIM0737", ("x", Images([3, 10], Three)), ("y", Labels(1, 2, 3)));
        Refused("PIM0737", ("x", Images([3, 2, 5, 1, 1], Three)), ("y", Labels(1, 2, 3)));
        Refused("PIM0737", ("x", Images([3, 2, 5], Three)), ("y", TensorSamples.Npy("|u1", [1, 3], 1, 2, 3)));
        Assert.Contains("first or last", Refused("PIM0737", ("x", Images([2, 3, 5, 1], Three)), ("y", Labels(1, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_is_refused() =>
        Assert.Equal("PIM1010", Samples.Diagnose(() => DataCatalog.Resolve(folder.Write("set.npz", [1, 2, 3]), DataSplit.Test)).Code);

    private static byte[] Images(int[] shape, byte[] pixels) => TensorSamples.Npy("|u1", shape, pixels);

    private static byte[] Labels(params byte[] labels) => TensorSamples.Npy("|u1", [labels.Length], labels);

    private static byte[] Zip(params (string Name, byte[] Array)[] arrays) =>
        TensorSamples.Zip(CompressionLevel.Optimal, [.. arrays.Select(a => (a.Name + ".npy", a.Array))]);

    private string Write(params (string Name, byte[] Array)[] arrays) => folder.Write("set.npz", Zip(arrays));

    private Diagnostic Refused(string code, params (string Name, byte[] Array)[] arrays)
    {
        string file = Write(arrays);
        Diagnostic fault = Samples.Diagnose(() => DataFile.Load(file, DataSplit.Test));
        Assert.Equal((code, file), (fault.Code, fault.File));
        return fault;
    }
}
