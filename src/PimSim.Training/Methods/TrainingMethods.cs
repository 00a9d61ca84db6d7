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
        new("real", TrainingMethod.Real),
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
    /// <exception cref="UserErrorException">PIM0802: <see cref="TrainingMethod.Real"/>, which makes no layer binary, of a network that wants binary layers.</exception>
    internal static IWeightMethod Create(TrainingMethod method, ClippingOptions options, int channels) => method switch
    {
        TrainingMethod.RelativeClipping => new RelativeClipping(options, channels),
        TrainingMethod.AbsoluteClipping => new AbsoluteClipping(options, channels),
        TrainingMethod.StandardizedClipping => new StandardizedClipping(options, channels),
        TrainingMethod.ReCu => new ReCuMethod(channels),
        TrainingMethod.Sign => new SignMethod(channels, scales: false),
        TrainingMethod.XnorNet => new SignMethod(channels, scales: true),
        TrainingMethod.Real => throw new UserErrorException(
            "PIM0802", "method real leaves all weights real, which this network does not take", remedy: "train a chain of convolution blocks with it, or take another method"),
        _ => throw new InternalErrorException($"no method {method}"),
    };
}
