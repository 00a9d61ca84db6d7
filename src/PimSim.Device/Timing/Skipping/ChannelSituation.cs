namespace PimSim.Device;

/// <summary>Where a channel stands, without its state: the cycle, the next refreshes, the loop counters.</summary>
internal sealed class ChannelSituation(int domains)
{
    /// <summary>Cycle of the last step.</summary>
    public long Now { get; set; }

    /// <summary>By domain: cycle of the next refresh, MaxValue without.</summary>
    public long[] RefreshDue { get; } = new long[domains];

    /// <summary>By domain: end of the last data on the bus.</summary>
    public long[] DataEnd { get; } = new long[domains];

    /// <summary>By domain: true when a mark was passed, so that further marks change nothing.</summary>
    public bool[] Marked { get; } = new bool[domains];

    /// <summary>Loop counters of all domains, <see cref="PimProgram.MaxDepth"/> each.</summary>
    public int[] Counters { get; } = new int[domains * PimProgram.MaxDepth];

    /// <summary>Domains.</summary>
    public int Domains => RefreshDue.Length;

    /// <summary>The earliest refresh.</summary>
    public long NextRefresh
    {
        get
        {
            long next = long.MaxValue;
            foreach (long due in RefreshDue)
            {
                next = Math.Min(next, due);
            }

            return next;
        }
    }

    /// <summary>Reads the situation of running domains.</summary>
    public void Read(DomainState[] from, long now)
    {
        Now = now;
        for (int d = 0; d < from.Length; d++)
        {
            RefreshDue[d] = from[d].RefreshDue;
            DataEnd[d] = from[d].DataEnd;
            Marked[d] = from[d].Timing.FirstMarkCycle != 0;
            from[d].Cursor.CopyCounters(Counters.AsSpan(d * PimProgram.MaxDepth, PimProgram.MaxDepth));
        }
    }

    /// <summary>Becomes equal to <paramref name="other"/>.</summary>
    public void CopyFrom(ChannelSituation other)
    {
        Now = other.Now;
        other.RefreshDue.CopyTo(RefreshDue, 0);
        other.DataEnd.CopyTo(DataEnd, 0);
        other.Marked.CopyTo(Marked, 0);
        other.Counters.CopyTo(Counters, 0);
    }
}
