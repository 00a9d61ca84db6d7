using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class PngFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_a_class_one_of_each_in_turn()
    {
        Add("dog/1.png", 4);
        Add("cat/b.png", 2);
        Add("cat/a.PNG", 1);
        Add("cat/.hidden", 9);
        Add("Ape/9.png", 3);
        ImageDataSet data = DataFolder.Load(folder.Path, DataSplit.Test);
        Assert.Equal((4, 2, 3, 1), (data.Count, data.Height, data.Width, data.Channels));
        Assert.Equal(["Ape", "cat", "dog"], data.ClassNames, StringComparer.Ordinal);
        Assert.Equal([0, 1, 2, 1], data.Labels);
        Assert.Equal([3, 1, 4, 2], Enumerable.Range(0, 4).Select(i => data.Image(i)[0]));
        Assert.Equal("PIM0310", Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Train)).Code);
    }

    [Fact]
    public void Both_halves_have_the_classes_of_both()
    {
        Add("train/b/1.png", 1);
        Add("train/c/1.png", 2);
        Add("test/a/1.png", 3);
        Add("test/c/1.png", 4);
        ImageDataSet train = DataFolder.Load(folder.Path, DataSplit.Train);
        ImageDataSet test = DataFolder.Load(folder.Path, DataSplit.Test);
        Assert.Equal(["a", "b", "c"], train.ClassNames, StringComparer.Ordinal);
        Assert.Equal(train.ClassNames, test.ClassNames, StringComparer.Ordinal);
        Assert.Equal([1, 2], train.Labels);
        Assert.Equal([0, 2], test.Labels);
    }

    [Fact]
    public void A_list_gives_the_classes_and_their_order()
    {
        Add("test/ten/1.png", 1);
        Add("test/two/1.png", 2);
        Write("classes.txt", "two\r\nfive\nten\n"u8.ToArray());
        ImageDataSet data = DataFolder.Load(folder.Path, DataSplit.Test);
        Assert.Equal(["two", "five", "ten"], data.ClassNames, StringComparer.Ordinal);
        Assert.Equal([0, 2], data.Labels);
    }

    [Theory]
    [InlineData("two\n", "'ten'")]
    [InlineData("two\n\nten\n", "empty")]
    [InlineData("two\nten\ntwo\n", "'two' again")]
    public void A_bad_list_is_PIM0734(string list, string why)
    {
        Add("two/1.png", 1);
        Add("ten/1.png", 1);
        Write("classes.txt", System.Text.Encoding.UTF8.GetBytes(list));
        Diagnostic fault = Refused("PIM0734");
        Assert.EndsWith("classes.txt", fault.File, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_classes_than_a_byte_tells_apart_are_PIM0734()
    {
        Add("0/1.png", 1);
        for (int c = 1; c <= 256; c++)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, $"{c}"));
        }

        Refused("PIM0734");
    }

    [Fact]
    public void Images_that_differ_are_PIM0733_and_both_are_named()
    {
        Add("a/1.png", 1);
        Write("b/1.png", PngSamples.Grey(3, 2));
        Diagnostic fault = Refused("PIM0733");
        Assert.EndsWith("b/1.png", fault.File, StringComparison.Ordinal);
        Assert.Contains("3 x 2 x 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a/1.png is 2 x 3 x 1", fault.Message, StringComparison.Ordinal);
        Write("b/1.png", PngSamples.Plain(2, 3, 2, new byte[18]));
        Refused("PIM0733");
    }

    [Fact]
    public void Other_files_among_the_images_are_PIM0735()
    {
        Add("a/1.png", 1);
        Write("a/2.jpg", [1]);
        Assert.Contains("'2.jpg'", Refused("PIM0735").Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, "a/2.jpg"));
        Write("a/deeper/1.png", [1]);
        Assert.Contains("'deeper'", Refused("PIM0735").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_image_is_named()
    {
        Add("a/1.png", 1);
        Write("b/1.png", [1, 2, 3]);
        Assert.EndsWith("b/1.png", Refused("PIM0730").File, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_cannot_be_opened_is_PIM0021()
    {
        Add("a/1.png", 1);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "a/2.png"), "nowhere.png");
        Refused("PIM0021");
    }

    [Fact]
    public void No_images_at_all_are_PIM0310_and_the_forms_are_told()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "test", "a"));
        Assert.Contains("test/CLASS/*.png", Refused("PIM0310").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_small_files_of_large_black_images_are_PIM0305()
    {
        byte[] black = PngSamples.Plain(1024, 1024, 0, new byte[1 << 20]);
        for (int i = 0; i < 90; i++)
        {
            Write($"a/{i}.png", black);
        }

        Refused("PIM0305");
    }

    private void Add(string name, int number) => Write(name, PngSamples.Grey(2, 3, number));

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, name))!);
        folder.Write(name, content);
    }

    private Diagnostic Refused(string code)
    {
        Diagnostic fault = Samples.Diagnose(() => DataFolder.Load(folder.Path, DataSplit.Test));
        Assert.Equal(code, fault.Code);
        return fault;
    }
}
