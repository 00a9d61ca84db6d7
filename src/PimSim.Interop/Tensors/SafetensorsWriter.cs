using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// Writes safetensors: 8 bytes with the length of the header, the header padded with spaces to a multiple of 8, then the elements without
/// gaps, tensors with larger elements first so that each lies at a multiple of its element's size. Source: the format's description
/// by Hugging Face.
/// </summary>
internal static class SafetensorsWriter
{
    private const int Alignment = sizeof(ulong);

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all of a file; equal tensors in equal order give equal bytes.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">The tensors, with distinct names.</param>
    /// <param name="name">Name of what they are, kept as metadata.</param>
    public static void Write(Stream stream, IReadOnlyList<ExportedTensor> tensors, string name)
    {
        ExportedTensor[] ordered = [.. tensors.OrderByDescending(t => t.Type.SizeBytes())];
        byte[] header = Header(ordered, name);
        byte[] length = new byte[Alignment];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (ExportedTensor tensor in ordered)
        {
            stream.Write(tensor.Bytes);
        }
    }

    private static byte[] Header(ExportedTensor[] tensors, string name)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("name", name);
            json.WriteEndObject();
            long at = 0;
            foreach (ExportedTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", TypeName(tensor.Type));
                Numbers(json, "shape", Array.ConvertAll(tensor.Shape, size => (long)size));
                Numbers(json, "data_offsets", [at, at + tensor.Bytes.Length]);
                json.WriteEndObject();
                at += tensor.Bytes.Length;
            }

            json.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void Numbers(Utf8JsonWriter json, string key, long[] values)
    {
        json.WriteStartArray(key);
        foreach (long value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static string TypeName(TensorElementType type) => type switch
    {
        TensorElementType.Boolean => "BOOL",
        TensorElementType.Int32 => "I32",
        TensorElementType.Int64 => "I64",
        TensorElementType.Float32 => "F32",
        TensorElementType.Float64 => "F64",
        _ => throw new InternalErrorException($"a tensor of {type} is written nowhere"),
    };
}
