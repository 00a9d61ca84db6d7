using System.Buffers.Binary;
using System.IO.Compression;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class NpzReaderTests
{
    private static readonly byte[] ArrayA = TensorSamples.Npy("<i4", [2], TensorSamples.Int32s(5, 6));
    private static readonly byte[] ArrayB = TensorSamples.Npy("|u1", [300], new byte[300]);
    private static readonly byte[] Packed = TensorSamples.Zip(CompressionLevel.Optimal, ("a.npy", ArrayA), ("b.npy", ArrayB));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Arrays_are_read_by_name(CompressionLevel level)
    {
        TensorArchive archive = NpzReader.Read(TensorSamples.Zip(level, ("a.npy", ArrayA), ("b.npy", ArrayB)), "f.npz");
        Assert.Equal(["a", "b"], archive.Tensors.Select(t => t.Name), StringComparer.Ordinal);
        Assert.Equal([5, 6], archive.Require("a").ToInt64s());
        Assert.Null(archive.Find("c"));
        UserErrorException e = Assert.Throws<UserErrorException>(() => archive.Require("A"));
        Assert.Equal("PIM1004", e.Diagnostics[0].Code);
        Assert.Contains("'a'", e.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        byte[] bomb = TensorSamples.Zip(CompressionLevel.Optimal, ("a.npy", TensorSamples.Npy("|u1", [8 << 20], new byte[8 << 20])));
        Assert.True(bomb.Length < 20_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("PIM1011", bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_size_that_the_content_does_not_have_is_refused()
    {
        byte[] file = [.. Packed];
        int directory = file.AsSpan().IndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directory + 24), (uint)ArrayA.Length + 1);
        Refused("PIM1010", file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directory + 24), (uint)ArrayA.Length - 1);
        Refused("PIM1010", file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(directory + 24), uint.MaxValue - 1);
        Refused("PIM1011", file);
    }

    [Fact]
    public void A_wrong_checksum_is_noticed()
    {
        byte[] file = [.. Packed];
        file[file.AsSpan().IndexOf("PK\x01\x02"u8) + 16] ^= 1;
        Refused("PIM1010", file);
    }

    [Fact]
    public void Encrypted_parts_are_refused()
    {
        byte[] file = [.. Packed];
        file[file.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        Refused("PIM1012", file);
    }

    [Fact]
    public void A_name_twice_is_refused()
    {
        Refused("PIM1005", TensorSamples.Zip(CompressionLevel.Optimal, ("a.npy", ArrayA), ("a.npy", ArrayB)));
        Refused("PIM1005", TensorSamples.Zip(CompressionLevel.Optimal, ("a.npy", ArrayA), ("a", ArrayB)));
    }

    [Fact]
    public void What_is_no_array_is_refused() => Refused("PIM1013", TensorSamples.Zip(CompressionLevel.Optimal, ("readme.txt", [65])));

    [Fact]
    public void A_file_cut_anywhere_is_refused() => ParserFuzz.CutAnywhere(Packed, file => NpzReader.Read(file, "f.npz"));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Damaged_files_are_read_or_refused(CompressionLevel level) => ParserFuzz.Run(
        TensorSamples.Zip(level, ("a.npy", ArrayA), ("b.npy", ArrayB)),
        3000,
        file => NpzReader.Read(file, "f.npz"),
        2 << 20);

    [Fact]
    public void The_archives_of_the_shared_folder_are_read()
    {
        TensorArchive archive = NpzReader.Load(SharedFolder.Require("models/tensors/bnnpynq_lfc_w1a1_mnist.npz"));
        Assert.Equal(8, archive.Tensors.Count);
        Assert.Equal([1024, 98], archive.Require("fc0.weight_packed_lsb").Shape);
        Assert.Equal([664, 645, 644, 644, 665, 659, 644, 640, 694, 674], archive.Require("fc3.threshold").ToInt64s());
        Assert.Equal([10, 1024], NpzReader.Load(SharedFolder.Require("models/golden/lfc_w1a1_mnist_first10_layers.npz")).Require("popcount0").Shape);
    }

    private static void Refused(string code, byte[] file)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => NpzReader.Read(file, "f.npz"));
        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.Equal("f.npz", e.Diagnostics[0].File);
        Assert.NotNull(e.Diagnostics[0].Remedy);
    }
}
