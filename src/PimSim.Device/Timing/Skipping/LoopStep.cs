namespace PimSim.Device;

/// <summary>
/// What a stretch of a run did with the loops that were open when it began: the outer <paramref name="Kept"/> ones were not
/// left, and the innermost of these began <paramref name="Iterations"/> more iterations. The counters of the loops outside it
/// were not even looked at; those inside it decided what happened.
/// </summary>
internal readonly record struct LoopStep(int Kept, int Iterations)
{
    /// <summary>This stretch and then <paramref name="next"/>, which began where this ended.</summary>
    public LoopStep Then(LoopStep next)
    {
        if (next.Kept != Kept)
        {
            return next.Kept < Kept ? next : this;
        }

        return new LoopStep(Kept, Iterations + next.Iterations);
    }
}
