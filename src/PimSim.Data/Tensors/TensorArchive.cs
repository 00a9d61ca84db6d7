using PimSim.Core;

namespace PimSim.Data;

/// <summary>The tensors of a file, whatever its format.</summary>
public sealed class TensorArchive
{
    private readonly Dictionary<string, NamedTensor> byName = new(StringComparer.Ordinal);

    /// <summary>Takes tensors in the order of the file.</summary>
    /// <exception cref="UserErrorException">PIM1005: a name occurs twice.</exception>
    public TensorArchive(string file, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        File = file;
        Tensors = tensors;
        Metadata = metadata ?? new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (NamedTensor tensor in tensors)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new UserErrorException("PIM1005", $"tensor '{tensor.Name}' occurs twice", file, "write the file again with each name once");
            }
        }
    }

    /// <summary>The file, for messages.</summary>
    public string File { get; }

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>Texts that the file carries beside the tensors; meant for people.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name, or null.</summary>
    public NamedTensor? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="UserErrorException">PIM1004: there is none.</exception>
    public NamedTensor Require(string name) => Find(name)
        ?? throw new UserErrorException("PIM1004", $"there is no tensor '{name}'", File, NearestName.Remedy(name, byName.Keys));
}
