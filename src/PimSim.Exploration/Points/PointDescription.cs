using System.Text.Json;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Exploration;

/// <summary>
/// All that the evaluation of a point depends on, as plain data: whoever has it, and the named device, network and data, finds the same
/// result, in this process or another one.
/// </summary>
public sealed record PointDescription
{
    /// <summary>The device model, by name or file.</summary>
    public required string Device { get; init; }

    /// <summary>Parameters of the model that the point sets, each <c>path=value</c>.</summary>
    public required IReadOnlyList<string> Set { get; init; }

    /// <summary>The network, by name or file.</summary>
    public required string Network { get; init; }

    /// <summary>The data set, by name, folder or file.</summary>
    public required string Data { get; init; }

    /// <summary>Images; null for all of the data set.</summary>
    public int? Images { get; init; }

    /// <summary>Seed of all that is drawn on the device, and of training.</summary>
    public required long Seed { get; init; }

    /// <summary>Fault seeds over which accuracy is taken, from <see cref="Seed"/> on; they mean something for devices with faults only.</summary>
    public int FaultSeeds { get; init; } = 1;

    /// <summary>What is found out.</summary>
    public required EvaluationKind Evaluate { get; init; }

    /// <summary>Whether time and energy of the upload are wanted as well.</summary>
    public bool Upload { get; init; }

    /// <summary>Settings of training, in order of their names; null where the network is taken as it is.</summary>
    public SortedDictionary<string, string>? Training { get; init; }

    /// <summary>
    /// The same point with other names in place of those that are not in the program: files and folders of device model, network and data.
    /// </summary>
    /// <param name="rename">The other name for a name.</param>
    public PointDescription WithFiles(Func<string, string> rename) => this with
    {
        Device = DeviceCatalog.Names.Contains(Device, StringComparer.Ordinal) ? Device : rename(Device),
        Network = IsNetworkInside() ? Network : rename(Network),
        Data = DataCatalog.Names.Contains(Data, StringComparer.Ordinal) ? Data : rename(Data),
    };

    private bool IsNetworkInside() =>
        Training is null ? NetworkCatalog.Shipped.Names.Contains(Network, StringComparer.Ordinal) : TrainableNetworks.IsInside(Network);

    /// <summary>The description as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PointJson.Default.PointDescription);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UserErrorException">PIM1259: it is not one.</exception>
    public static PointDescription FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PointJson.Default.PointDescription) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new UserErrorException("PIM1259", "not the description of a point: " + e.Message);
        }
    }

    /// <summary>Identity of the description, 32 hexadecimal digits.</summary>
    public string Key() => ContentHash.Hex(JsonSerializer.SerializeToUtf8Bytes(this, PointJson.Default.PointDescription));
}
