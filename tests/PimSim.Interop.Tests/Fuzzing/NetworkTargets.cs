using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests.Fuzzing;

/// <summary>The formats of networks.</summary>
internal static class NetworkTargets
{
    private const string Layers = """
        format: pimsim-map/1
        name: net
        input: {shape: [2, 3, 1], encoding: threshold, threshold: 128}
        classes: 2
        layers:
          - {kind: dense, weights: {tensor: w, layout: out-in, signs: non-zero}}
          - {kind: thresholds, tensor: t, compare: ">=", domain: dot}
          - {kind: dense, weights: {tensor: v, layout: out-in, signs: non-zero}}
        """;

    private static readonly byte[] Hidden = TensorSamples.Singles([.. Enumerable.Range(0, 24).Select(i => i % 5 < 2 ? 1f : -1f)]);
    private static readonly byte[] Limits = TensorSamples.Singles(-2, 0, 2, 4);
    private static readonly byte[] Last = TensorSamples.Singles(1, -1, 1, 1, -1, -1, 1, -1);

    /// <summary>All of them; files that have to lie somewhere lie in the folder.</summary>
    public static IEnumerable<FuzzTarget> All(TemporaryFolder folder)
    {
        string map = folder.Write("map.yaml", Encoding.UTF8.GetBytes(Layers));
        void Import(string name, byte[] file, ImportFormat format, string? layers) => NetworkImport.Read(folder.Write(name, file), format, layers);
        byte[] npz = Npz(CompressionLevel.NoCompression);
        yield return new("onnx importer", [.. Enumerable.Range(0, 8).Select(i => new RandomGraph((ulong)i).File)], file => Import("n.onnx", file, ImportFormat.Onnx, null)) { Constant = 1L << 28 };
        yield return new("onnx protobuf", [OnnxSamples.Model().ToByteArray()], file => OnnxReader.Read(file, "n.onnx"));
        yield return new("tflite flatbuffer", [TfliteSamples.File()], file => TfliteReader.Read(file, "n.tflite"));
        yield return new("larq importer", [.. Enumerable.Range(0, 4).Select(i => new RandomLarq((ulong)i).File)], file => Import("n.tflite", file, ImportFormat.Larq, null)) { Constant = 1L << 28 };
        yield return new("safetensors", [Safetensors()], file => Import("n.safetensors", file, ImportFormat.Tensors, map));
        yield return new("npz", [npz, Npz(CompressionLevel.Optimal)], file => Import("n.npz", file, ImportFormat.Tensors, map));
        yield return new("npy", [TensorSamples.Npy("<f4", [4, 6], Hidden), TensorSamples.Npy("{'descr': '>i4', 'fortran_order': True, 'shape': (2, 1), }\n", TensorSamples.Int32s(1, 2))], file => NpyReader.Read(file, "w", "w.npy"));
        yield return new("pytorch", [TorchSamples.File(Pickle(), ("0", Hidden), ("1", Limits), ("2", Last))], file => Import("n.pt", file, ImportFormat.Pytorch, map));
        yield return new("pickle", [TorchSamples.Raw(Pickle())], pickle => Import("n.pt", TorchFile(pickle), ImportFormat.Pytorch, map));
        yield return new("layer map", [Encoding.UTF8.GetBytes(Layers)], file => Import("n.npz", npz, ImportFormat.Tensors, folder.Write("damaged.yaml", file)));
        foreach (string name in (string[])["0-0-weights.bin", "0-1-thres.bin"])
        {
            yield return Pynq(folder, name);
        }

        byte[] network = NetworkFile.ToBytes(NetworkImport.Read(folder.Write("n.npz", npz), ImportFormat.Tensors, map));
        yield return new("pimnet", [network], file => NetworkFile.Load(file, "n.pimnet"));
        ContainerReader parts = ContainerReader.Open(network, "n.pimnet", ContainerFormat.Network, new VersionRange(1, 2));
        yield return new("pimnet header", [parts.Header], header => NetworkFile.Load(Container(ContainerFormat.Network, parts.Version, header, parts.AllSections), "n.pimnet"));
    }

    /// <summary>A container with right checksums, whatever is in it.</summary>
    public static byte[] Container(ContainerFormat format, int version, byte[] header, IEnumerable<ContainerSection> sections)
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, format, version, header);
        foreach (ContainerSection section in sections)
        {
            writer.AddSection(section.Id, section.Bytes);
        }

        writer.Complete();
        return stream.ToArray();
    }

    private static FuzzTarget Pynq(TemporaryFolder folder, string name)
    {
        using TemporaryFolder sample = PynqSamples.Folder();
        string inside = Directory.CreateDirectory(Path.Combine(folder.Path, "pynq-" + name)).FullName;
        foreach (string file in Directory.GetFiles(sample.Path))
        {
            File.Copy(file, Path.Combine(inside, Path.GetFileName(file)));
        }

        string map = folder.Write("pynq.yaml", Encoding.UTF8.GetBytes(PynqSamples.Map()));
        string damaged = Path.Combine(inside, name);
        return new($"pynq {name}", [File.ReadAllBytes(damaged)], content =>
        {
            File.WriteAllBytes(damaged, content);
            NetworkImport.Read(inside, ImportFormat.Pynq, map);
        });
    }

    private static byte[] Npz(CompressionLevel level) => TensorSamples.Zip(
        level,
        ("w.npy", TensorSamples.Npy("<f4", [4, 6], Hidden)),
        ("t.npy", TensorSamples.Npy("<f4", [4], Limits)),
        ("v.npy", TensorSamples.Npy("<f4", [2, 4], Last)));

    private static byte[] Safetensors()
    {
        byte[] header = """{"w":{"dtype":"F32","shape":[4,6],"data_offsets":[0,96]},"t":{"dtype":"F32","shape":[4],"data_offsets":[96,112]},"v":{"dtype":"F32","shape":[2,4],"data_offsets":[112,144]}}"""u8.ToArray();
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. Hidden, .. Limits, .. Last];
    }

    private static string Pickle() => TorchSamples.Dictionary(
        ("w", TorchSamples.Tensor("FloatStorage", "0", 24, 0, [4, 6], [6, 1])),
        ("t", TorchSamples.Tensor("FloatStorage", "1", 4, 0, [4], [1])),
        ("v", TorchSamples.Tensor("FloatStorage", "2", 8, 0, [2, 4], [4, 1])));

    private static byte[] TorchFile(byte[] pickle) => TorchSamples.File(Encoding.Latin1.GetString(pickle), ("0", Hidden), ("1", Limits), ("2", Last));
}
