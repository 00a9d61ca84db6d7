namespace PimSim.Device;

/// <summary>What programs and plain requests together came to.</summary>
/// <param name="Programs">The programs; cycles from 0 to the end of the last one.</param>
/// <param name="Requests">The requests; cycles to the end of everything.</param>
/// <param name="Yields">Times that a program let requests in, over all domains.</param>
/// <param name="RequestCycles">From cycle 0 to after the last data beat of a request.</param>
public sealed record SharedRun(ProgramRun Programs, ReplayResult Requests, long Yields, long RequestCycles);
