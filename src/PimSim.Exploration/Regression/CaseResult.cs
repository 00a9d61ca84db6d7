using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>The outcome of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Status">How it stands.</param>
public sealed record CaseResult(RegressionCase Case, CaseStatus Status)
{
    private const int MostFlipped = 20;

    /// <summary>What it gave, or null where it could not be run.</summary>
    public CaseMeasurement? Measured { get; init; }

    /// <summary>What was accepted, or null.</summary>
    public AcceptedCase? Accepted { get; init; }

    /// <summary>What differs, a line each.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>Images of another class than accepted.</summary>
    public IReadOnlyList<FlippedImage> Flipped { get; init; } = [];

    /// <summary>Images of which some layer puts out something else, whatever the class, by the first such layer.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> FirstDivergence { get; init; } = [];

    /// <summary>Why it could not be run, or empty.</summary>
    public IReadOnlyList<Diagnostic> Errors { get; init; } = [];

    /// <summary>Time that it took on the host.</summary>
    public TimeSpan HostTime { get; init; }

    /// <summary>What is wrong with the case, a line each: differences, then images that changed class. Empty where nothing is.</summary>
    public IReadOnlyList<string> Explain() =>
    [
        .. Status == CaseStatus.New ? ["nothing was accepted for it yet"] : Differences,
        .. Errors.Select(e => e.ToString()),
        .. FirstDivergence.Select(d => FormattableString.Invariant($"outputs first differ in layer {d.Key} for {d.Value} images")),
        .. Flipped.Take(MostFlipped).Select(f => FormattableString.Invariant($"image {f.Image}: class {f.Was} was accepted, {f.Now} now, right is {f.Label}; first differing layer: {f.Layer ?? "layers are others"}")),
        .. Flipped.Count > MostFlipped ? [FormattableString.Invariant($"and {Flipped.Count - MostFlipped} images more")] : Array.Empty<string>(),
    ];
}
