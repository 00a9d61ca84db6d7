namespace PimSim.Device;

/// <summary>A scheduler's choice: what, when, where.</summary>
/// <param name="Cycle">Cycle of the command; MaxValue for none.</param>
/// <param name="Step">What for.</param>
/// <param name="Command">Command id.</param>
/// <param name="Bank">Bank in the pseudo-channel; the rank's first one for commands of a whole rank.</param>
/// <param name="Request">The request that it is for, or <see cref="RequestStore.None"/>.</param>
internal readonly record struct RequestDecision(long Cycle, RequestStep Step, int Command, int Bank, int Request)
{
    public static readonly RequestDecision Nothing = new(long.MaxValue, RequestStep.None, -1, 0, RequestStore.None);
}
