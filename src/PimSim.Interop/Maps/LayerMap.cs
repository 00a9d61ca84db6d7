namespace PimSim.Interop;

/// <summary>A layer map: what the tensors of a file, or the files of a folder, mean.</summary>
internal sealed record LayerMap
{
    /// <summary>The map's file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Where the parameters come from.</summary>
    public required MapSource Source { get; init; }

    /// <summary>The images.</summary>
    public required MapInput Input { get; init; }

    /// <summary>Number of classes.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Names of the classes; empty where the map only counts them.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How the class follows.</summary>
    public required ClassDecision Decision { get; init; }

    /// <summary>The steps in order.</summary>
    public required IReadOnlyList<MapItem> Items { get; init; }

    /// <summary>The foldings of the layers with weights, where the source is BNN-PYNQ.</summary>
    public IReadOnlyList<PynqFolding> Foldings => [.. Items.Select(item => item switch
    {
        MapDense dense => dense.Weights.Folding,
        MapConvolution convolution => convolution.Weights.Folding,
        _ => null,
    }).OfType<PynqFolding>()];

    /// <summary>Thresholds of an output of each layer with weights; 0 where none follow it.</summary>
    public IReadOnlyList<int> ThresholdCounts => [.. Items.Select((item, i) => (item, Next: Items.ElementAtOrDefault(i + 1) as MapThresholds))
        .Where(x => x.item is MapDense or MapConvolution)
        .Select(x => x.Next?.Count ?? 0)];
}
