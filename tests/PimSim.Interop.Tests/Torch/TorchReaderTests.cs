using System.IO.Compression;
using PimSim.Data;
using PimSim.Tests;
using static PimSim.Interop.Tests.TorchSamples;

namespace PimSim.Interop.Tests;

public sealed class TorchReaderTests
{
    private static readonly byte[] Six = TensorSamples.Singles(0, 1, 2, 3, 4, 5);

    private static readonly byte[] Good = File(
        Dictionary(
            ("fc.weight", Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])),
            ("fc.bias", "ctorch._utils\n_rebuild_parameter\n(" + Tensor("LongStorage", "1", 2, 1, [1], [1]) + "\u0088" + OrderedDictionary + "tR"),
            ("epoch", "K\u0005"))
        + "}" + Text("_metadata") + OrderedDictionary + "sb",
        ("0", Six),
        ("1", [1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]));

    [Fact]
    public void A_state_dict_is_read()
    {
        TensorArchive archive = TensorFiles.Read(Good, "f.pt");
        Assert.Equal(["fc.weight", "fc.bias"], archive.Tensors.Select(t => t.Name), StringComparer.Ordinal);
        Assert.Equal([2, 3], archive.Require("fc.weight").Shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], archive.Require("fc.weight").ToSingles());
        Assert.Equal([7L], archive.Require("fc.bias").ToInt64s());
    }

    [Fact]
    public void Views_are_read_as_they_look()
    {
        byte[] file = File(
            Dictionary(("transposed", Tensor("FloatStorage", "0", 6, 0, [3, 2], [1, 3])), ("column", Tensor("FloatStorage", "0", 6, 2, [2, 1], [3, 999]))), ("0", Six));
        TensorArchive archive = TensorFiles.Read(file, "f.pt");
        Assert.Equal([0f, 3, 1, 4, 2, 5], archive.Require("transposed").ToSingles());
        Assert.Equal([2f, 5], archive.Require("column").ToSingles());
    }

    [Fact]
    public void Dictionaries_within_dictionaries_give_names_with_dots()
    {
        string nested = Dictionary(("state_dict", Dictionary(("w", Tensor("FloatStorage", "0", 6, 0, [6], [1])))), ("args", "](K\u0001Ne"), ("f", "G\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"));
        Assert.Equal(6, TensorFiles.Read(File(nested, ("0", Six)), "f.pt").Require("state_dict.w").Count);
    }

    [Fact]
    public void Protocol_4_is_read()
    {
        string dictionary = "\u0095\u0001\0\0\0\0\0\0\0\u008c\u000bcollections\u0094\u008c\u000bOrderedDict\u0094\u0093)R\u0094";
        byte[] file = File("\u0080\u0004" + dictionary + "h\u0000h\u00010000", ("0", Six));
        Refusal.Of("PIM1021", () => TensorFiles.Read(file, "f.pt"));
        string entry = "\u008c\u0001w\u0094" + Tensor("FloatStorage", "0", 6, 0, [6], [1]) + "s";
        Assert.Equal([6], TensorFiles.Read(File("\u0080\u0004" + dictionary + entry, ("0", Six)), "f.pt").Require("w").Shape);
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0truetR", "os.system")]
    [InlineData("\u008c\u0005posix\u008c\u0006system\u0093", "posix.system")]
    [InlineData("c__builtin__\neval\n", "__builtin__.eval")]
    [InlineData("cnumpy.core.multiarray\nscalar\n", "numpy.core.multiarray.scalar")]
    [InlineData("ctorch\nload\n", "torch.load")]
    [InlineData("ccollections\nOrderedDict.__init__\n", "collections.OrderedDict.__init__")]
    public void Any_other_name_is_refused_by_name(string program, string name) =>
        Assert.Contains($"'{name}'", Refusal.Of("PIM1022", () => TensorFiles.Read(File(program), "f.pt")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("i")]
    [InlineData("o")]
    [InlineData("\u0081")]
    [InlineData("\u0092")]
    [InlineData("P1\n")]
    [InlineData("\u0082\u0001")]
    [InlineData("V\n")]
    public void Instructions_that_make_objects_are_refused(string program) => Refusal.Of("PIM1021", () => TensorFiles.Read(File(program), "f.pt"));

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("NN")]
    [InlineData("t")]
    [InlineData("K")]
    [InlineData("h\u0001")]
    [InlineData("a")]
    [InlineData("(NNu")]
    [InlineData("}(Nu")]
    [InlineData("}(NNu")]
    [InlineData("NNb")]
    [InlineData("NNa")]
    [InlineData("NNR")]
    [InlineData("NQ")]
    [InlineData("NN\u0093")]
    [InlineData("cos")]
    [InlineData("\u0080\u0001")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("X\u0001\0\0\0\u00ff")]
    [InlineData("\u008d\0\0\0\0\0\0\0\u0010")]
    [InlineData("\u008d\0\0\0\0\0\0\0\u00ff")]
    [InlineData("\u008a\u0009\0\0\0\0\0\0\0\0\0")]
    [InlineData("ccollections\nOrderedDict\nNR")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R")]
    [InlineData("ctorch\nFloatStorage\n)R")]
    public void Broken_pickles_are_refused(string program) => Refusal.Of("PIM1020", () => TensorFiles.Read(File(program), "f.pt"));

    [Theory]
    [InlineData("N")]
    [InlineData("}")]
    [InlineData("}q\u0001X\u0001\0\0\0ah\u0001s")]
    public void What_is_no_state_dict_is_refused(string program) => Refusal.Of("PIM1023", () => TensorFiles.Read(File(program), "f.pt"));

    [Fact]
    public void Names_and_depth_are_bounded()
    {
        string tensor = Tensor("FloatStorage", "0", 6, 0, [6], [1]);
        Refusal.Of("PIM1023", () => TensorFiles.Read(File(Dictionary((new string('a', 1001), tensor)), ("0", Six)), "f.pt"));
        string deep = tensor;
        for (int i = 0; i < 20; i++)
        {
            deep = Dictionary(("a", deep));
        }

        Refusal.Of("PIM1023", () => TensorFiles.Read(File(deep, ("0", Six)), "f.pt"));
        Refusal.Of("PIM1005", () => TensorFiles.Read(File(Dictionary(("a", tensor), ("a", tensor)), ("0", Six)), "f.pt"));
    }

    [Fact]
    public void Elements_that_are_not_there_are_refused()
    {
        Bad("PIM1024", Tensor("FloatStorage", "1", 6, 0, [6], [1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 7, 0, [6], [1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 1L << 60, 0, [6], [1]));
        Bad("PIM1024", Tensor("DoubleStorage", "0", 6, 0, [6], [1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 1, [6], [1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, -1, [6], [1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 0, [6], [2]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 5, [6], [-1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 0, [6], [1, 1]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 0, [1 << 30, 1 << 30], [0, 0]));
        Bad("PIM1024", Tensor("FloatStorage", "0", 6, 0, [2, 3], [long.MaxValue, 1]));
        Bad("PIM1006", Tensor("FloatStorage", "0", 6, 0, [1L << 60], [1]));
        Bad("PIM1006", Tensor("FloatStorage", "0", 6, 0, [-6], [1]));
        static void Bad(string code, string tensor) => Refusal.Of(code, () => TensorFiles.Read(File(Dictionary(("w", tensor)), ("0", Six)), "f.pt"));
    }

    [Fact]
    public void Bombs_of_views_and_values_are_refused()
    {
        string view = Tensor("FloatStorage", "0", 6, 0, [3, 2], [1, 3]);
        Refusal.Of("PIM1025", () => TensorFiles.Read(File(Dictionary([.. "abcde".Select(name => (name.ToString(), view))]), ("0", Six)), "f.pt"));
        byte[] values = File(new string(']', 200_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of("PIM1025", () => TensorFiles.Read(values, "f.pt"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * values.Length);
    }

    [Fact]
    public void A_big_endian_file_and_two_pickles_are_refused()
    {
        byte[] pickle = Raw("\u0080\u0002N.");
        Refusal.Of("PIM1023", () => TensorFiles.Read(TensorSamples.Zip(CompressionLevel.NoCompression, ("a/data.pkl", pickle), ("a/byteorder", "big"u8.ToArray())), "f.pt"));
        Refusal.Of("PIM1023", () => TensorFiles.Read(TensorSamples.Zip(CompressionLevel.NoCompression, ("a/data.pkl", pickle), ("b/data.pkl", pickle)), "f.pt"));
    }

    [Fact]
    public void Damaged_pickles_are_read_or_refused()
    {
        byte[] program = Raw("\u0080\u0002" + Dictionary(("fc.weight", Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])), ("e", Tuple("N", "\u0088", Number(-5)))) + ".");
        ParserFuzz.Run(
            program,
            5000,
            damaged => TorchReader.Read([new ZipPart("a/data.pkl", damaged), new ZipPart("a/data/0", Six)], damaged.Length + Six.Length, "f.pt"),
            1 << 17);
    }

    [Fact]
    public void A_pickle_cut_anywhere_is_refused() => ParserFuzz.CutAnywhere(
        Raw("\u0080\u0002" + Dictionary(("w", Tensor("FloatStorage", "0", 6, 0, [6], [1]))) + "."),
        cut => TorchReader.Read([new ZipPart("data.pkl", cut), new ZipPart("data/0", Six)], 500, "f.pt"));

    [Fact]
    public void Damaged_files_are_read_or_refused() => ParserFuzz.Run(Good, 1500, file => TensorFiles.Read(file, "f.pt"), 2 << 20);
}
