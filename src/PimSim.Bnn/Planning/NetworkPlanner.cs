using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Cuts a network into steps: blocks of a layer with at most one pool, one batch norm and one sign, in the usual orders; and elementwise
/// steps for what stands between them.
/// </summary>
public static class NetworkPlanner
{
    /// <summary>The blocks of <paramref name="network"/>, a chain of layers, first to last.</summary>
    /// <exception cref="UserErrorException">As <see cref="PlanSteps"/>; PIM0457: it is no chain of layers.</exception>
    public static IReadOnlyList<LayerPlan> Plan(BnnNetwork network) => PlanSteps(network).Chain(network.Name);

    /// <summary>The steps of <paramref name="network"/>, any graph.</summary>
    /// <exception cref="UserErrorException">
    /// The network is wrong (PIM0400 to PIM0419, PIM0713 to PIM0715), or it is right but of a form that is not supported yet (PIM0420), which
    /// names the node.
    /// </exception>
    public static NetworkPlan PlanSteps(BnnNetwork network) => new GraphPlanner(network, NetworkShapes.Infer(network)).Run();
}
