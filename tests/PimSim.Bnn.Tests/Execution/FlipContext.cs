using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A network in the cells, on both paths, and the plain loops that must follow its bits.</summary>
internal sealed class FlipContext
{
    private FlipContext(BnnNetwork network, DeviceModel model)
    {
        Run = new PairOfRuns(network, model);
        Cells = new StoredCells(network, model);
        Arithmetic = new StoredEvaluator(network);
    }

    public PairOfRuns Run { get; }

    public StoredCells Cells { get; }

    public StoredEvaluator Arithmetic { get; }

    /// <summary>Null for a network that cannot run on a device, or without a binary layer with thresholds.</summary>
    public static FlipContext? TryMake(BnnNetwork network, DeviceModel model)
    {
        try
        {
            Placement.Create(model, WorkloadBuilder.Build(network, model));
        }
        catch (UserErrorException e) when (e.Diagnostics.All(d => d.Code is "PIM0420" or "PIM0450" or "PIM0451" or "PIM0706" or "PIM0703"))
        {
            return null;
        }

        return NetworkPlanner.Plan(network).Any(p => p.IsBinary && p.HasSign) ? new FlipContext(network, model) : null;
    }

    public void Flip(Action<DomainCore> flip)
    {
        foreach (DomainCore core in Run.Cores)
        {
            flip(core);
        }
    }

    /// <summary>A channel of one of the binary layers that <paramref name="wanted"/> takes.</summary>
    public (int Layer, int Channel) PickChannel(ref PhiloxStream random, Func<int, bool> wanted)
    {
        int[] layers = [.. Enumerable.Range(0, Arithmetic.Plans.Count).Where(l => Arithmetic.Plans[l].IsBinary && wanted(l))];
        int layer = layers[random.NextInt(layers.Length)];
        return (layer, random.NextInt(Arithmetic.Plans[layer].Channels));
    }
}
