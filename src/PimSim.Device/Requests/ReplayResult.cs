using PimSim.Models;

namespace PimSim.Device;

/// <summary>What a replay of plain requests came to. Cycles are the device's clock cycles.</summary>
public sealed record ReplayResult
{
    /// <summary>Reads that entered.</summary>
    public required long Reads { get; init; }

    /// <summary>Writes that entered.</summary>
    public required long Writes { get; init; }

    /// <summary>Of the reads, those that were answered from the write queue.</summary>
    public required long ForwardedReads { get; init; }

    /// <summary>From cycle 0 to after the last data beat.</summary>
    public required long Cycles { get; init; }

    /// <summary>By command id.</summary>
    public required IReadOnlyList<long> Commands { get; init; }

    /// <summary>Requests whose row was open.</summary>
    public required long RowHits { get; init; }

    /// <summary>Requests whose bank was closed.</summary>
    public required long RowMisses { get; init; }

    /// <summary>Requests that had to close another row first.</summary>
    public required long RowConflicts { get; init; }

    /// <summary>Entering to the last data beat, reads.</summary>
    public required LatencyHistogram ReadLatency { get; init; }

    /// <summary>Entering to the last data beat, writes.</summary>
    public required LatencyHistogram WriteLatency { get; init; }

    /// <summary>By bank through the device: channel, pseudo-channel, rank, bank.</summary>
    public required IReadOnlyList<BankCounters> Banks { get; init; }

    /// <summary>By group of banks that rest and refresh together.</summary>
    public required IReadOnlyList<RankCycles> Ranks { get; init; }

    internal static ReplayResult Collect(DeviceModel model, IEnumerable<PseudoChannelResult> parts, long reads, long writes, long cycles)
    {
        PseudoChannelResult[] all = [.. parts];
        var readLatency = new LatencyHistogram();
        var writeLatency = new LatencyHistogram();
        foreach (PseudoChannelResult p in all)
        {
            readLatency.Add(p.Counters.ReadLatency);
            writeLatency.Add(p.Counters.WriteLatency);
        }

        return new ReplayResult
        {
            Reads = reads,
            Writes = writes,
            ForwardedReads = all.Sum(p => p.Counters.Forwarded),
            Cycles = cycles,
            Commands = [.. Enumerable.Range(0, model.Standard.Commands.Count).Select(c => all.Sum(p => p.Counters.Commands[c]))],
            RowHits = all.Sum(p => p.Counters.Of(RequestOrigin.Hit)),
            RowMisses = all.Sum(p => p.Counters.Of(RequestOrigin.Miss)),
            RowConflicts = all.Sum(p => p.Counters.Of(RequestOrigin.Conflict)),
            ReadLatency = readLatency,
            WriteLatency = writeLatency,
            Banks = [.. all.SelectMany(p => p.Banks)],
            Ranks = [.. all.SelectMany(p => p.Groups)],
        };
    }
}
