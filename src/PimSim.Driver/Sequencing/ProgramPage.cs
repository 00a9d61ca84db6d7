namespace PimSim.Driver;

/// <summary>What a unit's store holds at a time.</summary>
/// <param name="Nodes">What it does, in order.</param>
/// <param name="Around">Iterations of the loops of the host's program around it, outermost first: it is loaded anew in each.</param>
internal sealed record ProgramPage(IReadOnlyList<StreamNode> Nodes, int[] Around)
{
    /// <summary>Position in the host's program before which it must be loaded.</summary>
    public int First => Nodes[0].First;
}
