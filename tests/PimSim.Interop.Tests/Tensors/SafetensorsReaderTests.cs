using System.Buffers.Binary;
using System.Text;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class SafetensorsReaderTests
{
    private const string Good = """{"__metadata__":{"k":"v"},"a":{"dtype":"I32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";

    private static readonly byte[] Data = [.. TensorSamples.Int32s(5, -6), .. TensorSamples.Singles(1.5f)];

    [Fact]
    public void Tensors_and_metadata_are_read()
    {
        TensorArchive archive = TensorFiles.Read(File(Good, Data), "f");
        Assert.Equal([5, -6], archive.Require("a").ToInt64s());
        Assert.Equal([1.5f], archive.Require("b").ToSingles());
        Assert.Empty(archive.Require("b").Shape);
        Assert.Equal("v", archive.Metadata["k"]);
    }

    [Theory]
    [InlineData("PIM1015", """{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}""")]
    [InlineData("PIM1015", """{"a":[]}""")]
    [InlineData("PIM1015", """{"__metadata__":{"k":1},"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1015", """{"a":{"dtype":"U8","shape":[[[[[12]]]]],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1015", """{"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"a":{"dtype":"U8","shape":[6],"data_offsets":[6,12]}}""")]
    [InlineData("PIM1016", """{"a":{"dtype":"U8","shape":[12]}}""")]
    [InlineData("PIM1016", """{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12,13]}}""")]
    [InlineData("PIM1016", """{"a":{"dtype":"U8","shape":[12],"data_offsets":[0,12],"more":1}}""")]
    [InlineData("PIM1016", """{"a":{"dtype":"U8","shape":[1e99],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1009", """{"a":{"dtype":"F8_E4M3","shape":[12],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1006", """{"a":{"dtype":"U8","shape":[-12],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1006", """{"a":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1006", """{"a":{"dtype":"U8","shape":[1073741824,1073741824,1073741824],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1007", """{"a":{"dtype":"U8","shape":[1073741824,1073741824],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1007", """{"a":{"dtype":"U8","shape":[11],"data_offsets":[0,12]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[13],"data_offsets":[0,13]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[12],"data_offsets":[12,0]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[12],"data_offsets":[-1,11]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[4,12]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""")]
    [InlineData("PIM1017", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    public void Wrong_headers_are_refused(string code, string header) => Refusal.Of(code, () => TensorFiles.Read(File(header, Data), "f"));

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        byte[] file = File(Good, Data);
        BinaryPrimitives.WriteUInt64LittleEndian(file, 1UL << 60);
        Refusal.Of("PIM1015", () => SafetensorsReader.Read(file, "f"));
        Refusal.Of("PIM1015", () => SafetensorsReader.Read([1, 2], "f"));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused() => ParserFuzz.CutAnywhere(File(Good, Data), file => SafetensorsReader.Read(file, "f"));

    [Fact]
    public void Damaged_files_are_read_or_refused() => ParserFuzz.Run(File(Good, Data), 5000, file => SafetensorsReader.Read(file, "f"), 1 << 17);

    [Theory]
    [InlineData("PIM1000", "")]
    [InlineData("PIM1000", "hello, this is text")]
    [InlineData("PIM1002", "\u0089HDF\r\n")]
    [InlineData("PIM1003", "\u0080\u0002\u008a")]
    public void Other_formats_are_named(string code, string start) => Refusal.Of(code, () => TensorFiles.Read(Encoding.Latin1.GetBytes(start), "f"));

    [Fact]
    public void An_npy_file_is_an_archive_of_one_tensor() =>
        Assert.Equal([1, 2], TensorFiles.Read(TensorSamples.Npy("|u1", [2], 1, 2), "x/w.npy").Require("w").ToInt64s());

    [Fact]
    public void Both_formats_of_the_shared_archives_hold_the_same()
    {
        foreach (string name in (string[])["bnnpynq_lfc_w1a1_mnist", "qonnx_tfc_1w1a_mnist_folded"])
        {
            TensorArchive first = TensorFiles.Load(SharedFolder.Require($"models/tensors/{name}.npz"));
            TensorArchive second = TensorFiles.Load(SharedFolder.Require($"models/tensors/{name}.safetensors"));
            Assert.NotEmpty(second.Metadata);
            Assert.Equal(first.Tensors.Count, second.Tensors.Count);
            foreach (NamedTensor tensor in first.Tensors)
            {
                NamedTensor twin = second.Require(tensor.Name);
                Assert.Equal(tensor.ElementType, twin.ElementType);
                Assert.Equal(tensor.Shape, twin.Shape);
                Assert.True(tensor.Bytes.Span.SequenceEqual(twin.Bytes.Span));
            }
        }
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
