namespace PimSim.Device;

/// <summary>What re-timing a command trace gave.</summary>
/// <param name="Before">First and last cycle of the trace, of its own clock; 0 for both without a command.</param>
/// <param name="After">First and last cycle that a command was issued at; 0 for both without a command.</param>
/// <param name="Commands">Commands of the trace.</param>
/// <param name="LeftOut">Refreshes of the trace that were left out.</param>
/// <param name="Inserted">Commands that the device's own refresh added: refreshes, and rows closed and opened again for them.</param>
/// <param name="Run">
/// Counts and standby cycles of the domains that the trace uses, and how long it took from the start to the last command
/// or data beat.
/// </param>
public sealed record RetimedRun((long First, long Last) Before, (long First, long Last) After, long Commands, long LeftOut, long Inserted, ProgramRun Run);
