using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Pickles and PyTorch files, made instruction by instruction.</summary>
internal static class TorchSamples
{
    public const string OrderedDictionary = "ccollections\nOrderedDict\n)R";

    /// <summary>Characters as bytes.</summary>
    public static byte[] Raw(string instructions) => Encoding.Latin1.GetBytes(instructions);

    /// <summary>A text.</summary>
    public static string Text(string text) => "X" + Int32(Encoding.UTF8.GetByteCount(text)) + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>An integer.</summary>
    public static string Number(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return "\u008a\u0008" + Encoding.Latin1.GetString(bytes);
    }

    /// <summary>A tuple.</summary>
    public static string Tuple(params string[] items) => "(" + string.Concat(items) + "t";

    /// <summary>A call of _rebuild_tensor_v2 as PyTorch 2 writes it.</summary>
    public static string Tensor(string storageType, string key, long count, long offset, long[] sizes, long[] strides) =>
        "ctorch._utils\n_rebuild_tensor_v2\n"
        + "((" + Text("storage") + $"ctorch\n{storageType}\n" + Text(key) + Text("cpu") + Number(count) + "tQ"
        + Number(offset) + Tuple([.. sizes.Select(Number)]) + Tuple([.. strides.Select(Number)]) + "\u0089" + OrderedDictionary + "tR";

    /// <summary>A state_dict of names and values.</summary>
    public static string Dictionary(params (string Name, string Value)[] entries) =>
        OrderedDictionary + "q\u0001(" + string.Concat(entries.Select(e => Text(e.Name) + e.Value)) + "u";

    /// <summary>A file around a pickle.</summary>
    public static byte[] File(string value, params (string Key, byte[] Elements)[] storages) => TensorSamples.Zip(
        CompressionLevel.NoCompression,
        [
            ("archive/data.pkl", Raw("\u0080\u0002" + value + ".")),
            ("archive/byteorder", "little"u8.ToArray()),
            .. storages.Select(s => ("archive/data/" + s.Key, s.Elements)),
            ("archive/version", "3\n"u8.ToArray()),
        ]);

    private static string Int32(int value) => Encoding.Latin1.GetString(TensorSamples.Int32s(value));
}
