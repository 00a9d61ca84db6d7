using System.Buffers.Binary;
using System.Text.Json;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// Reads safetensors: 8 bytes with the length of a header, a JSON object of <c>name: {dtype, shape, data_offsets}</c> and
/// texts under <c>__metadata__</c>, then the elements, which the tensors cover without gaps or overlaps.
/// Source: the format's description by Hugging Face.
/// </summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = sizeof(ulong);
    private const int MaxDepth = 4;
    private const string MetadataKey = "__metadata__";
    private const string Remedy = "write the file again with the safetensors library";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Whether bytes can be a file of this format: a header's length, then a brace.</summary>
    public static bool IsSafetensors(ReadOnlySpan<byte> content) => content.Length > LengthBytes && content[LengthBytes] == '{';

    /// <summary>The tensors of a file.</summary>
    /// <exception cref="UserErrorException">PIM1015: the header. PIM1016: what it says of a tensor. PIM1017: offsets that leave the
    /// file, overlap or leave gaps. PIM1006, PIM1007, PIM1009: sizes and types.</exception>
    public static TensorArchive Read(byte[] content, string file)
    {
        ulong headerBytes = content.Length < LengthBytes ? ulong.MaxValue : BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (headerBytes > (ulong)Math.Max(0, content.Length - LengthBytes))
        {
            throw new UserErrorException("PIM1015", $"the header claims {headerBytes} bytes; the file has {content.Length}", file, Remedy);
        }

        ReadOnlyMemory<byte> header = content.AsMemory(LengthBytes, (int)headerBytes);
        ReadOnlyMemory<byte> data = content.AsMemory(LengthBytes + (int)headerBytes);
        try
        {
            using JsonDocument json = JsonDocument.Parse(header, Options);
            return Archive(json.RootElement, data, file);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new UserErrorException("PIM1015", $"the header is not the JSON that is needed: {fault.Message.Split('\n')[0].TrimEnd('.')}", file, Remedy);
        }
    }

    private static TensorArchive Archive(JsonElement root, ReadOnlyMemory<byte> data, string file)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        List<(long Begin, long End, NamedTensor Tensor)> tensors = [];
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            if (string.Equals(entry.Name, MetadataKey, StringComparison.Ordinal))
            {
                foreach (JsonProperty text in entry.Value.EnumerateObject())
                {
                    metadata[text.Name] = text.Value.GetString() ?? "";
                }
            }
            else
            {
                tensors.Add(Tensor(entry, data, file));
            }
        }

        CheckCover(tensors, data.Length, file);
        return new TensorArchive(file, [.. tensors.Select(t => t.Tensor)], metadata);
    }

    private static (long Begin, long End, NamedTensor Tensor) Tensor(JsonProperty entry, ReadOnlyMemory<byte> data, string file)
    {
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (JsonProperty field in entry.Value.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype":
                    dtype = field.Value.GetString();
                    break;
                case "shape":
                    shape = Numbers(field.Value, entry.Name, file);
                    break;
                case "data_offsets":
                    offsets = Numbers(field.Value, entry.Name, file);
                    break;
                default:
                    throw Wrong(entry.Name, $"has the unknown key '{field.Name}'", file);
            }
        }

        if (dtype is null || shape is null || offsets is not { Length: 2 })
        {
            throw Wrong(entry.Name, "needs dtype, shape and two data_offsets", file);
        }

        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin < 0 || end < begin || end > data.Length)
        {
            throw new UserErrorException("PIM1017", $"tensor '{entry.Name}' lies at {begin} to {end} of {data.Length} bytes", file, Remedy);
        }

        TensorElementType type = ElementType(dtype, entry.Name, file);
        int[] sizes = TensorClaim.Check(entry.Name, type, shape, end - begin, file);
        return (begin, end, new NamedTensor(entry.Name, type, sizes, data[(int)begin..(int)end], file));
    }

    private static void CheckCover(IEnumerable<(long Begin, long End, NamedTensor Tensor)> tensors, long bytes, string file)
    {
        long covered = 0;
        foreach ((long begin, long end, NamedTensor tensor) in tensors.OrderBy(t => t.Begin).ThenBy(t => t.End))
        {
            if (begin != covered)
            {
                throw new UserErrorException("PIM1017", $"tensor '{tensor.Name}' starts at {begin}, {(begin < covered ? "within another" : "behind a gap")}; {covered} is expected", file, Remedy);
            }

            covered = end;
        }

        if (covered != bytes)
        {
            throw new UserErrorException("PIM1017", $"the tensors end at {covered}, the file's data at {bytes}", file, Remedy);
        }
    }

    private static long[] Numbers(JsonElement list, string name, string file) =>
        [.. list.EnumerateArray().Select(item => item.TryGetInt64(out long number) ? number : throw Wrong(name, "has a size or offset that is no integer of 64 bits", file))];

    private static TensorElementType ElementType(string dtype, string name, string file) => dtype switch
    {
        "BOOL" => TensorElementType.Boolean,
        "I8" => TensorElementType.Int8,
        "U8" => TensorElementType.UInt8,
        "I16" => TensorElementType.Int16,
        "U16" => TensorElementType.UInt16,
        "I32" => TensorElementType.Int32,
        "U32" => TensorElementType.UInt32,
        "I64" => TensorElementType.Int64,
        "U64" => TensorElementType.UInt64,
        "F16" => TensorElementType.Float16,
        "BF16" => TensorElementType.BFloat16,
        "F32" => TensorElementType.Float32,
        "F64" => TensorElementType.Float64,
        _ => throw new UserErrorException("PIM1009", $"tensor '{name}' has elements of type '{dtype}', which are not read", file, "convert it to an integer or float type of 8 to 64 bits"),
    };

    private static UserErrorException Wrong(string name, string why, string file) => new("PIM1016", $"tensor '{name}' {why}", file, Remedy);
}
