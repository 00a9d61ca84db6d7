namespace PimSim.Device;

/// <summary>What a <see cref="StepEdge"/> did that is not asked for at every step.</summary>
/// <param name="Counted">What it added to the accounts, the time since the step before it included.</param>
/// <param name="RefreshMoved">Cycles by which the next refresh moved.</param>
/// <param name="HoldsProgram">True for a refresh that a command of the program was ready and waited for.</param>
internal sealed record StepEffect(AccountDelta Counted, long RefreshMoved, bool HoldsProgram);
