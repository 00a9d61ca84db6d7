namespace PimSim.Models;

/// <summary>A command as issued: what, where, when. Payloads of bus writes travel beside it.</summary>
/// <param name="Cycle">Issue cycle (first cycle, for commands that take two).</param>
/// <param name="Command">Index into <see cref="MemoryStandard.Commands"/>.</param>
/// <param name="Channel">Channel.</param>
/// <param name="PseudoChannel">Pseudo-channel within the channel.</param>
/// <param name="Rank">Rank within the pseudo-channel.</param>
/// <param name="Operands">The rest.</param>
public readonly record struct TimedCommand(
    long Cycle,
    short Command,
    short Channel,
    byte PseudoChannel,
    byte Rank,
    CommandOperands Operands);
