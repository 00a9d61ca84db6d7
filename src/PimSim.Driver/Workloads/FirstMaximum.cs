namespace PimSim.Driver;

/// <summary>The read-out of a workload that names no other: the first of the highest scores.</summary>
public sealed class FirstMaximum : IReadOut
{
    /// <summary>The only one.</summary>
    public static FirstMaximum Instance { get; } = new();

    /// <summary>Index of the first of the highest scores.</summary>
    public static int Of(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        return best;
    }

    /// <inheritdoc/>
    public int Classify(ReadOnlySpan<float> scores) => Of(scores);
}
