using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// The few globals that a state_dict needs, and what they mean here. Everything else is refused by its name: a pickle can
/// name any function of Python, and unpickling would call it.
/// </summary>
internal static class TorchGlobals
{
    private const string OrderedDictionary = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    private static readonly Dictionary<string, TensorElementType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorElementType.Float32,
        ["torch.DoubleStorage"] = TensorElementType.Float64,
        ["torch.HalfStorage"] = TensorElementType.Float16,
        ["torch.BFloat16Storage"] = TensorElementType.BFloat16,
        ["torch.LongStorage"] = TensorElementType.Int64,
        ["torch.IntStorage"] = TensorElementType.Int32,
        ["torch.ShortStorage"] = TensorElementType.Int16,
        ["torch.CharStorage"] = TensorElementType.Int8,
        ["torch.ByteStorage"] = TensorElementType.UInt8,
        ["torch.BoolStorage"] = TensorElementType.Boolean,
    };

    /// <summary>The global of a name.</summary>
    /// <exception cref="UserErrorException">PIM1022: it is not one of the few.</exception>
    public static PickleGlobal Find(string module, string name, long at, string file)
    {
        string full = $"{module}.{name}";
        return full is OrderedDictionary or RebuildTensor or RebuildParameter || Storages.ContainsKey(full)
            ? new PickleGlobal(full)
            : throw new UserErrorException("PIM1022", $"the pickle wants to call '{Shown(full)}' (byte {at}), which is never done", file, "save tensors only: torch.save(model.state_dict(), 'weights.pt')");
    }

    /// <summary>What a call of one of the few gives.</summary>
    /// <exception cref="FormatException">Arguments that it does not take.</exception>
    public static object Call(object? function, object? arguments) => (function, arguments) switch
    {
        (PickleGlobal { Name: OrderedDictionary }, PickleTuple { Items: [] }) => new PickleDictionary(),
        (PickleGlobal { Name: RebuildTensor }, PickleTuple { Items: [TorchStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..] }) =>
            new TorchTensor(storage, offset, Numbers(sizes), Numbers(strides)),
        (PickleGlobal { Name: RebuildParameter }, PickleTuple { Items: [TorchTensor tensor, ..] }) => tensor,
        (PickleGlobal global, _) => throw new FormatException($"'{global.Name}' is called with arguments that it does not take"),
        _ => throw new FormatException("something is called that is no name"),
    };

    /// <summary>The storage that a persistent id names: ('storage', type, key, device, number of elements).</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TorchStorage Storage(object? id) =>
        id is PickleTuple { Items: ["storage", PickleGlobal type, string key, string, long count] } && Storages.TryGetValue(type.Name, out TensorElementType element)
            ? new TorchStorage(element, key, count)
            : throw new FormatException("a reference to elements is not one of PyTorch");

    private static long[] Numbers(PickleTuple tuple) => [.. tuple.Items.Select(item => item as long? ?? throw new FormatException("a size or stride is no integer"))];

    private static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "...";
}
