namespace PimSim.Training;

/// <summary>The choices of binarized layers by name.</summary>
public static class BinarizedLayerChoices
{
    private static readonly KeyValuePair<string, BinarizedLayers>[] Named =
    [
        new("not-first-last", BinarizedLayers.NotFirstLast),
        new("not-first", BinarizedLayers.NotFirst),
        new("not-last", BinarizedLayers.NotLast),
        new("all", BinarizedLayers.All),
        new("none", BinarizedLayers.None),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(n => n.Key)];

    /// <summary>The choice of a name, or null.</summary>
    public static BinarizedLayers? Find(string name)
    {
        int index = Array.FindIndex(Named, n => string.Equals(n.Key, name, StringComparison.Ordinal));
        return index < 0 ? null : Named[index].Value;
    }
}
