using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>A network to train, before the data are known.</summary>
internal sealed record NetworkDescription
{
    /// <summary>Name of the network.</summary>
    public required string Name { get; init; }

    /// <summary>Images it is for, or null for any.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>Mean of each channel in units of full scale; empty for that of the training images.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Deviation of each channel in units of full scale; empty for that of the training images.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>Pixels from here on are +1, others -1, where the first layer is binary; null for the mean of each channel.</summary>
    public int? Threshold { get; init; }

    /// <summary>The layers, first to last.</summary>
    public required IReadOnlyList<LayerDescription> Layers { get; init; }

    /// <summary>The same with <see cref="LayerDescription.Binary"/> said of every layer.</summary>
    /// <param name="choice">What decides of the first and the last one; null for what they say, else real.</param>
    public NetworkDescription Decide(BinarizedLayers? choice)
    {
        LayerDescription[] layers = [.. Layers];
        for (int i = 0; i < layers.Length; i++)
        {
            bool isFirst = i == 0;
            bool isLast = i == layers.Length - 1;
            bool isInner = !isFirst && !isLast;
            bool binary = choice switch
            {
                BinarizedLayers.None => false,
                _ when isInner => layers[i].Binary ?? true,
                null => layers[i].Binary ?? false,
                BinarizedLayers.All => true,
                BinarizedLayers.NotFirst => !isFirst,
                BinarizedLayers.NotLast => !isLast,
                _ => false,
            };
            layers[i] = layers[i] with { Binary = binary };
        }

        return this with { Layers = layers };
    }
}
