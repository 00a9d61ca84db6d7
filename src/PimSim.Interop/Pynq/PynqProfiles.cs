using PimSim.Core;

namespace PimSim.Interop;

/// <summary>The maps of known BNN-PYNQ networks, which ship inside. A folder is recognized by the number and sizes of its files,
/// which tell one threshold of an output from two.</summary>
internal static class PynqProfiles
{
    private static readonly string[] Names = ["bnn-pynq-lfc-w1a1.yaml", "bnn-pynq-cnv-w1a1.yaml", "bnn-pynq-lfc-w1a2.yaml", "bnn-pynq-cnv-w1a2.yaml"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayerMap> All { get; } = [.. Names.Select(Load)];

    /// <summary>The map that a folder fits.</summary>
    /// <exception cref="UserErrorException">PIM1032: it fits none.</exception>
    public static LayerMap Choose(PynqFolder folder) => All.FirstOrDefault(map => folder.Fits(map.Foldings) && map.Foldings.Select((folding, layer) => folder.ThresholdsOfRow(layer, folding)).SequenceEqual(map.ThresholdCounts))
        ?? throw new UserErrorException("PIM1032", $"the folder's {folder.FileCount} parameter files fit no network that is known ({string.Join(", ", All.Select(map => map.Name))})", folder.Path, "give its folding with --map");

    private static LayerMap Load(string name)
    {
        using Stream stream = typeof(PynqProfiles).Assembly.GetManifestResourceStream("maps/" + name)
            ?? throw new InternalErrorException($"the map '{name}' is not inside");
        using StreamReader reader = new(stream);
        return MapReader.Parse(reader.ReadToEnd(), name);
    }
}
