namespace PimSim.Traces;

/// <summary>What a slice may be, whoever made it.</summary>
internal static class SliceRules
{
    /// <summary>What is wrong with a slice, or null. Its place in the payload is checked where the payload's length is known.</summary>
    public static string? Fault(StreamSlice slice, IReadOnlyList<ResultStream> streams)
    {
        if (slice.Stream < 0 || slice.Stream >= streams.Count)
        {
            return $"there is no stream {slice.Stream}";
        }

        if (slice.Count < 1 || slice.Step < 1 || slice.Skip < 0 || slice.First < 0)
        {
            return "its first, skip, count or step is too small";
        }

        // Count and Step are 32-bit: the product fits 64 bits, and First is below the bound before it is added.
        long span = (long)(slice.Count - 1) * slice.Step;
        long length = streams[slice.Stream].Length;
        return slice.First >= length || span >= length - slice.First ? $"it leaves stream '{streams[slice.Stream].Name}'" : null;
    }
}
