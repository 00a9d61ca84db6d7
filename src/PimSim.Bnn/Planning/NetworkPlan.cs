using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// A network as steps in an order that can be executed; the last step makes the result.
/// </summary>
public sealed record NetworkPlan
{
    /// <summary>The steps, first to last.</summary>
    public required IReadOnlyList<NetworkStep> Steps { get; init; }

    /// <summary>The values by number; 0 is the input.</summary>
    public required IReadOnlyList<NetworkValue> Values { get; init; }

    /// <summary>The value of the network's last node.</summary>
    public required int Result { get; init; }

    /// <summary>The blocks of a chain of layers.</summary>
    /// <exception cref="UserErrorException">PIM0457: it is no chain of layers.</exception>
    public IReadOnlyList<LayerPlan> Chain(string network)
    {
        for (int i = 0; i < Steps.Count; i++)
        {
            if (Steps[i] is not LayerStep step || step.Input != (i == 0 ? 0 : Steps[i - 1].Outputs[0]))
            {
                throw new UserErrorException(
                    "PIM0457",
                    $"network '{network}' is no chain of layers that end in signs: '{Steps[i].Name}' adds, normalizes or pools numbers, or takes another result than that of the layer before it",
                    remedy: "this works with chains only; infer takes such networks");
            }
        }

        return [.. Steps.Cast<LayerStep>().Select(s => s.Plan)];
    }
}
