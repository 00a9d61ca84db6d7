namespace PimSim.Device;

/// <summary>What one pseudo-channel's replay came to.</summary>
internal sealed record PseudoChannelResult(
    RequestCounters Counters,
    IReadOnlyList<BankCounters> Banks,
    IReadOnlyList<RankCycles> Groups);
