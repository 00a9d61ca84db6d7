using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>The outcome of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Status">How it stands.</param>
public sealed record CaseResult(RegressionCase Case, CaseStatus Status)
{
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
}
