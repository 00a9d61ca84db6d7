using System.Reflection;
using System.Text;
using System.Text.Json;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>Where the result of a sweep comes from (<c>sweep.json</c>): versions, hashes, the space, the command. Equal for every run of it.</summary>
public sealed record SweepProvenance
{
    /// <summary>Version of this program.</summary>
    public static string ProgramVersion { get; } =
        typeof(SweepProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Schema of the file.</summary>
    public string Schema { get; init; } = "pimsim.sweep/1";

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the space.</summary>
    public required string Space { get; init; }

    /// <summary>Hash of its text.</summary>
    public required string SpaceHash { get; init; }

    /// <summary>The command that began the sweep.</summary>
    public required string Command { get; init; }

    /// <summary>Device models by name: hash of the model with what the space sets for all points; empty where only points make it whole.</summary>
    public required SortedDictionary<string, string> Devices { get; init; }

    /// <summary>Networks by name: hash of the content; empty for networks that are trained.</summary>
    public required SortedDictionary<string, string> Networks { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>Hash of its test images and labels; empty where no point reads them.</summary>
    public required string DataHash { get; init; }

    /// <summary>What is evaluated.</summary>
    public required EvaluationKind Evaluate { get; init; }

    /// <summary>Seed where no axis says it.</summary>
    public required long Seed { get; init; }

    /// <summary>How points are chosen.</summary>
    public required SamplerSettings Sampler { get; init; }

    /// <summary>Points that were planned.</summary>
    public required long Points { get; init; }

    /// <summary>Axes: name, parameter and values.</summary>
    public required IReadOnlyList<AxisParameter> Axes { get; init; }

    /// <summary>Names of the objectives.</summary>
    public required IReadOnlyList<string> Objectives { get; init; }

    /// <summary>Collects it; loads what the space names.</summary>
    /// <exception cref="UserErrorException">A network or the data cannot be loaded.</exception>
    internal static SweepProvenance Of(ExplorationSpace space, string command, long points, SharedWork shared)
    {
        string[] devices = Named(space, SweepParameters.Device, space.Device);
        string[] networks = Named(space, SweepParameters.Network, space.Network);
        bool readsImages = space.Evaluate == EvaluationKind.Accuracy || (space.Images is null && !space.Parameters.Any(p => p.Path == SweepParameters.Images));
        return new SweepProvenance
        {
            Version = ProgramVersion,
            Space = space.Name,
            SpaceHash = ContentHash.Hex(Encoding.UTF8.GetBytes(space.Text)),
            Command = command,
            Devices = Hashes(devices, d => DeviceHash(d, space.Set)),
            Networks = Hashes(networks, n => space.Training is null ? shared.NetworkHash(n) : ""),
            Data = space.Data,
            DataHash = readsImages ? HashOf(shared.Data(space.Data, DataSplit.Test)) : "",
            Evaluate = space.Evaluate,
            Seed = space.Seed,
            Sampler = space.Sampler,
            Points = points,
            Axes = [.. space.Parameters],
            Objectives = [.. space.Objectives.Select(o => o.Name)],
        };
    }

    /// <summary>Reads the file of a sweep.</summary>
    /// <exception cref="UserErrorException">PIM1259: it is damaged.</exception>
    public static SweepProvenance Read(SweepFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize(WholeFile.Read(folder.Provenance), PointJson.Default.SweepProvenance) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new UserErrorException("PIM1259", "not the provenance of a sweep: " + e.Message, folder.Provenance, "run the sweep anew");
        }
    }

    /// <summary>Writes the file.</summary>
    internal void Write(SweepFolder folder) =>
        AtomicFile.Write(folder.Provenance, file =>
        {
            using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            JsonSerializer.Serialize(json, this, PointJson.Default.SweepProvenance);
        });

    /// <summary>PIM1249 where something that results depend on is not what it was when the sweep began.</summary>
    internal void RequireSame(SweepProvenance now, SweepFolder folder)
    {
        (string What, string Then, string Now)[] all =
        [
            ("version", Version, now.Version),
            ("space", SpaceHash, now.SpaceHash),
            ("device", Text(Devices), Text(now.Devices)),
            ("network", Text(Networks), Text(now.Networks)),
            ("data", DataHash, now.DataHash),
        ];
        foreach ((string what, string then, string here) in all.Where(a => a.Then != a.Now))
        {
            throw new UserErrorException(
                "PIM1249", $"the sweep began with another {what}: {then}, not {here}", folder.Path, "give it back what it began with, or run the sweep anew in another folder");
        }
    }

    private static string Text(SortedDictionary<string, string> hashes) => string.Join(' ', hashes.Select(h => $"{h.Key}:{h.Value}"));

    private static string[] Named(ExplorationSpace space, string path, string otherwise) =>
        [.. space.Parameters.FirstOrDefault(p => p.Path == path)?.Values ?? [otherwise]];

    private static SortedDictionary<string, string> Hashes(string[] names, Func<string, string> hash) =>
        new(names.ToDictionary(n => n, hash, StringComparer.Ordinal), StringComparer.Ordinal);

    private static string DeviceHash(string device, IReadOnlyList<string> set)
    {
        try
        {
            return DeviceModelLoader.Load(device, set).Hash;
        }
        catch (UserErrorException)
        {
            // What the space sets for all points may fit only together with an axis.
            return "";
        }
    }

    private static string HashOf(ImageDataSet data) => ContentHash.Hex([.. data.Pixels, .. data.Labels]);
}
