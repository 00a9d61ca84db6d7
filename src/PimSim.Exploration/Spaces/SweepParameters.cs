namespace PimSim.Exploration;

/// <summary>What an axis can vary besides the parameters of the device model.</summary>
public static class SweepParameters
{
    /// <summary>The device model, by name or file.</summary>
    public const string Device = "device";

    /// <summary>The network, by name or file.</summary>
    public const string Network = "network";

    /// <summary>How many images.</summary>
    public const string Images = "images";

    /// <summary>The seed of all that is drawn on the device.</summary>
    public const string Seed = "seed";

    /// <summary>What settings of training begin with.</summary>
    public const string TrainingPrefix = "training.";

    /// <summary>All but the settings of training.</summary>
    public static IReadOnlyList<string> Names { get; } = [Device, Network, Images, Seed];

    /// <summary>True for those that no device model has.</summary>
    internal static bool IsOne(string path) => Names.Contains(path, StringComparer.Ordinal) || path.StartsWith(TrainingPrefix, StringComparison.Ordinal);
}
