using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Accuracy over seeds of faults, each of which may hit other cells.</summary>
/// <param name="FirstSeed">The first seed; the others follow it.</param>
/// <param name="Images">Images under each seed.</param>
/// <param name="Correct">By seed: images with the right class.</param>
public sealed record SeededAccuracy(int FirstSeed, int Images, IReadOnlyList<int> Correct)
{
    /// <summary>Mean over the seeds.</summary>
    public double Mean => Correct.Average() / Images;

    /// <summary>95 % interval of the mean, by resampling seeds.</summary>
    public BootstrapInterval Interval { get; } = BootstrapInterval.OfMean([.. Correct.Select(c => (double)c / Images)], (ulong)FirstSeed);

    /// <inheritdoc/>
    public bool Equals(SeededAccuracy? other) =>
        other is not null && FirstSeed == other.FirstSeed && Images == other.Images && Correct.SequenceEqual(other.Correct);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(FirstSeed, Images, Correct.Count);
}
