using System.Globalization;
using System.Text;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// Reads the state_dict of a PyTorch file (1.6 or newer): a zip file with <c>NAME/data.pkl</c>, which describes tensors, and
/// their elements in <c>NAME/data/KEY</c>. Nothing is executed. Dictionaries within dictionaries give names joined by
/// dots; values that are no tensors are left out.
/// </summary>
internal sealed class TorchReader
{
    private const int MaxDepth = 16;
    private const int MaxNameLength = 1000;
    private const int CopyFactor = 4;
    private const string PickleName = "data.pkl";
    private const string Remedy = "save tensors only: torch.save(model.state_dict(), 'weights.pt')";

    private readonly string file;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> storages;
    private readonly HashSet<PickleDictionary> met = [];
    private readonly List<NamedTensor> tensors = [];
    private long copyableBytes;

    private TorchReader(Dictionary<string, ReadOnlyMemory<byte>> storages, long copyableBytes, string file)
    {
        (this.storages, this.copyableBytes, this.file) = (storages, copyableBytes, file);
    }

    /// <summary>Whether a zip file is one of PyTorch.</summary>
    public static bool IsTorch(IReadOnlyList<ZipPart> parts) => parts.Any(IsPickle);

    /// <summary>Whether bytes start like a bare pickle of protocol 2 to 5.</summary>
    public static bool IsLegacy(ReadOnlySpan<byte> content) => content.Length > 2 && content[0] == 0x80 && content[1] is >= 2 and <= 5;

    /// <summary>The tensors of an unpacked file.</summary>
    /// <param name="parts">The parts of the zip file.</param>
    /// <param name="fileBytes">Its size, which bounds what is made of it.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="UserErrorException">PIM1020 to PIM1022, PIM1025: the pickle. PIM1023: not a state_dict. PIM1024: elements
    /// that are not there. PIM1005: a name twice. PIM1006, PIM1007: sizes.</exception>
    public static TensorArchive Read(IReadOnlyList<ZipPart> parts, long fileBytes, string file)
    {
        ZipPart[] pickles = [.. parts.Where(IsPickle)];
        if (pickles.Length != 1)
        {
            throw new UserErrorException("PIM1023", $"the zip file holds {pickles.Length} times {PickleName}", file, Remedy);
        }

        string folder = pickles[0].Name[..^PickleName.Length];
        ZipPart? order = parts.FirstOrDefault(part => string.Equals(part.Name, folder + "byteorder", StringComparison.Ordinal));
        if (order is not null && !string.Equals(Encoding.Latin1.GetString(order.Bytes.Span).Trim(), "little", StringComparison.Ordinal))
        {
            throw new UserErrorException("PIM1023", "the elements are not little-endian", file, "save the file on a little-endian machine");
        }

        string prefix = folder + "data/";
        Dictionary<string, ReadOnlyMemory<byte>> storages = parts
            .Where(part => part.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(part => part.Name[prefix.Length..], part => part.Bytes, StringComparer.Ordinal);
        TorchReader reader = new(storages, CopyFactor * storages.Values.Sum(bytes => (long)bytes.Length), file);
        reader.Add(PickleReader.Read(pickles[0].Bytes, fileBytes, file), "", 0);
        return reader.tensors.Count > 0
            ? new TensorArchive(file, reader.tensors)
            : throw new UserErrorException("PIM1023", "the file holds no tensors under names", file, Remedy);
    }

    private static bool IsPickle(ZipPart part) => string.Equals(part.Name, PickleName, StringComparison.Ordinal) || part.Name.EndsWith("/" + PickleName, StringComparison.Ordinal);

    private void Add(object? value, string name, int depth)
    {
        switch (value)
        {
            case PickleDictionary dictionary when depth >= MaxDepth || !this.met.Add(dictionary):
                throw new UserErrorException("PIM1023", $"the dictionary '{name}' is met twice, or nested deeper than {MaxDepth}", this.file, Remedy);
            case PickleDictionary dictionary:
                foreach ((object key, object? item) in dictionary.Entries)
                {
                    string text = string.Create(CultureInfo.InvariantCulture, $"{key}");
                    if (name.Length + text.Length > MaxNameLength)
                    {
                        throw new UserErrorException("PIM1023", $"a name is longer than {MaxNameLength} characters", this.file, Remedy);
                    }

                    Add(item, name.Length == 0 ? text : $"{name}.{text}", depth + 1);
                }

                break;
            case TorchTensor tensor:
                this.tensors.Add(Tensor(tensor, name));
                break;
        }
    }

    private NamedTensor Tensor(TorchTensor tensor, string name)
    {
        TorchStorage storage = tensor.Storage;
        int size = storage.Type.SizeBytes();
        if (!this.storages.TryGetValue(storage.Key, out ReadOnlyMemory<byte> bytes) || (Int128)storage.Count * size != bytes.Length)
        {
            throw Missing(name, $"claims {storage.Count} elements of {storage.Type} in part '{storage.Key}', which is missing or has another size");
        }

        long count = TensorClaim.Elements(name, tensor.Sizes, this.file);
        if (tensor.Strides.Length != tensor.Sizes.Length || tensor.Offset < 0 || count > storage.Count)
        {
            throw Missing(name, $"claims {count} elements from element {tensor.Offset} on of {storage.Count}");
        }

        Int128 last = tensor.Offset;
        for (int axis = 0; axis < tensor.Sizes.Length; axis++)
        {
            last += (Int128)tensor.Strides[axis] * Math.Max(0, tensor.Sizes[axis] - 1);
            if (tensor.Strides[axis] < 0)
            {
                throw Missing(name, "has a negative stride");
            }
        }

        if (count > 0 && last >= storage.Count)
        {
            throw Missing(name, $"reaches to element {last} of {storage.Count}");
        }

        int[] shape = [.. tensor.Sizes.Select(s => (int)s)];
        ReadOnlyMemory<byte> elements = count == 0 ? default : IsContiguous(tensor)
            ? bytes.Slice((int)tensor.Offset * size, (int)count * size)
            : Gather(tensor, bytes.Span, name, (int)count, size);
        return new NamedTensor(name, storage.Type, shape, elements, this.file);
    }

    private static bool IsContiguous(TorchTensor tensor)
    {
        Int128 step = 1;
        for (int axis = tensor.Sizes.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Sizes[axis] > 1 && tensor.Strides[axis] != step)
            {
                return false;
            }

            step *= tensor.Sizes[axis];
        }

        return true;
    }

    /// <summary>Copies a view such as a transpose. Many views of one storage could grow without bound, so the sum of copies is bounded.</summary>
    private byte[] Gather(TorchTensor tensor, ReadOnlySpan<byte> storage, string name, int count, int size)
    {
        this.copyableBytes -= (long)count * size;
        if (this.copyableBytes < 0)
        {
            throw new UserErrorException("PIM1025", $"the views up to tensor '{name}' have more than {CopyFactor} times the elements of the file", this.file, "save contiguous tensors: {k: v.contiguous() for k, v in model.state_dict().items()}");
        }

        byte[] elements = new byte[count * size];
        long[] index = new long[tensor.Sizes.Length];
        long source = tensor.Offset;
        for (int i = 0; i < count; i++)
        {
            storage.Slice((int)source * size, size).CopyTo(elements.AsSpan(i * size));
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                source += tensor.Strides[axis];
                if (++index[axis] < tensor.Sizes[axis])
                {
                    break;
                }

                source -= tensor.Strides[axis] * tensor.Sizes[axis];
                index[axis] = 0;
            }
        }

        return elements;
    }

    private UserErrorException Missing(string name, string why) => new("PIM1024", $"tensor '{name}' {why}", this.file, "copy or write the file again");
}
