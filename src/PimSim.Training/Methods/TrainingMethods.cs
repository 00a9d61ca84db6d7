using PimSim.Core;

namespace PimSim.Training;

/// <summary>The methods by name; the only place that lists them.</summary>
public static class TrainingMethods
{
    private static readonly KeyValuePair<string, TrainingMethod>[] Named =
    [
        new("pwc-relative", TrainingMethod.RelativeClipping),
        new("pwc-absolute", TrainingMethod.AbsoluteClipping),
        new("pwc-standardized", TrainingMethod.StandardizedClipping),
        new("recu", TrainingMethod.ReCu),
        new("sign", TrainingMethod.Sign),
        new("xnor", TrainingMethod.XnorNet),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Select(n => n.Key)];

    /// <summary>The name of a method.</summary>
    public static string NameOf(TrainingMethod method) => Named.First(n => n.Value == method).Key;

    /// <summary>The method of a name, or null.</summary>
    public static TrainingMethod? Find(string name)
    {
        int index = Array.FindIndex(Named, n => string.Equals(n.Key, name, StringComparison.Ordinal));
        return index < 0 ? null : Named[index].Value;
    }

    /// <summary>A method for the weights of one layer.</summary>
    /// <param name="method">Which.</param>
    /// <param name="options">Where thresholds start.</param>
    /// <param name="channels">Output channels of the layer.</param>
    internal static IWeightMethod Create(TrainingMethod method, ClippingOptions options, int channels) => method switch
    {
        TrainingMethod.RelativeClipping => new RelativeClipping(options, channels),
        TrainingMethod.AbsoluteClipping => new AbsoluteClipping(options, channels),
        TrainingMethod.StandardizedClipping => new StandardizedClipping(options, channels),
        TrainingMethod.ReCu => new ReCuMethod(channels),
        TrainingMethod.Sign => new SignMethod(channels, scales: false),
        TrainingMethod.XnorNet => new SignMethod(channels, scales: true),
        _ => throw new InternalErrorException($"no method {method}"),
    };
}
