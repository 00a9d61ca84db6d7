using System.IO.Compression;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests.Fuzzing;

/// <summary>The formats of data sets.</summary>
internal static class DataTargets
{
    private const int HeaderBytes = 13;

    /// <summary>All of them; files that have to lie somewhere lie in the folder.</summary>
    public static IEnumerable<FuzzTarget> All(TemporaryFolder folder)
    {
        byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 5))];
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 6, .. pixels];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 3, 9];
        string idx = Folder(folder, "idx");
        void Idx(byte[] imageFile, byte[] labelFile)
        {
            File.WriteAllBytes(Path.Combine(idx, "t10k-images-idx3-ubyte"), imageFile);
            File.WriteAllBytes(Path.Combine(idx, "t10k-labels-idx1-ubyte"), labelFile);
            DataCatalog.Resolve(idx, DataSplit.Test);
        }

        yield return new("idx images", [images, Gzip(images)], file => Idx(file, labels));
        yield return new("idx labels", [labels, Gzip(labels)], file => Idx(images, file));
        byte[] record = [.. Enumerable.Range(0, 3073).Select(i => (byte)(i % 10))];
        yield return Single(folder, "cifar-10", "test_batch.bin", record, Gzip(record));
        yield return Single(folder, "cifar-100", "test.bin", [3, .. record], Gzip([3, .. record]));
        yield return Single(folder, "npz data set", "test.npz", Npz(CompressionLevel.NoCompression, pixels), Npz(CompressionLevel.Optimal, pixels));
        string png = Folder(folder, "png");
        void Png(byte[] file)
        {
            Directory.CreateDirectory(Path.Combine(png, "a"));
            File.WriteAllBytes(Path.Combine(png, "a", "1.png"), file);
            DataCatalog.Resolve(png, DataSplit.Test);
        }

        // A folder may unpack to 64 MiB whatever its size, but a single image to 1 MiB, in the library three times.
        yield return new("png", [PngSamples.Grey(4, 5), PngSamples.Plain(2, 3, 2, pixels[..18]), PngSamples.Plain(1, 3, 3, [0, 1, 0], [1, 2, 3, 4, 5, 6])], Png);
        yield return new(
            "png with right checksums",
            [[0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0, 0, .. pixels[..9], 4, .. pixels[9..18]]],
            parts => Png(PngSamples.File(PngSamples.Chunk("IHDR", parts[..Math.Min(HeaderBytes, parts.Length)]), PngSamples.Data(parts[Math.Min(HeaderBytes, parts.Length)..]))));
    }

    private static FuzzTarget Single(TemporaryFolder folder, string target, string name, params byte[][] corpus)
    {
        string inside = Folder(folder, target);
        return new(target, corpus, file =>
        {
            File.WriteAllBytes(Path.Combine(inside, name), file);
            DataCatalog.Resolve(inside, DataSplit.Test);
        });
    }

    private static byte[] Npz(CompressionLevel level, byte[] pixels) => TensorSamples.Zip(
        level, ("x_test.npy", TensorSamples.Npy("|u1", [2, 5, 6], pixels)), ("y_test.npy", TensorSamples.Npy("<i4", [2], TensorSamples.Int32s(1, 2))));

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static string Folder(TemporaryFolder folder, string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
}
