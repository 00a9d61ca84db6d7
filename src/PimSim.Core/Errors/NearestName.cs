namespace PimSim.Core;

/// <summary>Finds the right name that a mistyped one most likely means.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance (case ignored), or null when none is near.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = Math.Max(2, name.Length / 2) + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>A remedy: "did you mean 'x'?", or the list of what there is, or null when there is nothing.</summary>
    public static string? Remedy(string name, IReadOnlyCollection<string> candidates)
    {
        string? nearest = Find(name, candidates);
        if (nearest is not null)
        {
            return $"did you mean '{nearest}'?";
        }

        const int shown = 24;
        string more = candidates.Count > shown ? ", ..." : "";
        return candidates.Count == 0 ? null : $"known are: {string.Join(", ", candidates.Take(shown))}{more}";
    }

    private static int Distance(string a, string b)
    {
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
