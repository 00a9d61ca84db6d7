using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>Hands each command of a replay to a verifier and keeps none.</summary>
internal readonly record struct VerifyingObserver(CommandVerifier Verifier) : IRequestObserver
{
    public void OnCommand(int domain, in TimedCommand command) => Verifier.Add(command);

    public void OnBarrier(int domain, int number)
    {
    }

    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes)
    {
    }
}
