namespace PimSim.Cli;

/// <summary>A slice that is written when it is known where it ends: after its length, or when the next one begins on its track.</summary>
internal struct TimelineSlice
{
    /// <summary>What it shows, or null when there is none.</summary>
    public string? Name;

    /// <summary>Where it begins.</summary>
    public long Cycle;

    /// <summary>Where it ends unless something else begins before.</summary>
    public long End;

    /// <summary>Writes the slice, no further than to <paramref name="until"/>, and forgets it.</summary>
    public void Finish(TraceEvents events, int process, int track, long until)
    {
        if (Name is { } name)
        {
            events.Slice(process, track, Cycle, Math.Min(End, until) - Cycle, name);
            Name = null;
        }
    }
}
