using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn;

/// <summary>
/// Times the sums of sketched layers, which are all that is counted: scales and what follows are the same in every way. Additions take a pass
/// that fills every lane of the device; the binary layers take as many images as fill all domains with a group of images each.
/// </summary>
public static class SketchCosts
{
    /// <summary>By sketched layer: separate and associative for each number of sums side by side, then the binary layers.</summary>
    /// <exception cref="UserErrorException">PIM0700 to PIM0712, PIM1420 to PIM1423: the device cannot compute them in one of the ways.</exception>
    public static IReadOnlyList<IReadOnlyList<SketchCost>> Of(DeviceModel model, SketchedNetwork sketched, IReadOnlyList<int> sideBySide, CancellationToken cancellation)
    {
        int images = model.Organization.Domains * model.ImagesPerGroup;
        var placement = Placement.Create(model, WorkloadBuilder.Build(sketched.Network, model));
        InferenceTiming binary = new PimDriver(new PimDevice(model, seed: 1), placement).Time(images, cancellation);
        return [.. sketched.Layers.Select(layer => OfLayer(model, layer, sideBySide, binary, images, cancellation))];
    }

    private static List<SketchCost> OfLayer(
        DeviceModel model, LayerSketch layer, IReadOnlyList<int> sideBySide, InferenceTiming binary, int images, CancellationToken cancellation)
    {
        AdditionPlan separate = SketchAdditions.Separate(layer);
        AdditionPlan associative = SketchAdditions.Associative(layer);
        List<SketchCost> costs = [];
        foreach (int n in sideBySide)
        {
            costs.Add(Additions(model, layer, SketchWay.Separate, separate, n, cancellation));
            costs.Add(Additions(model, layer, SketchWay.Associative, associative, n, cancellation));
        }

        costs.Add(Xnor(layer, binary, images));
        return costs;
    }

    private static SketchCost Additions(DeviceModel model, LayerSketch layer, SketchWay way, AdditionPlan plan, int sideBySide, CancellationToken cancellation)
    {
        var kernel = new AdditionKernel(model, plan, sideBySide);
        AdditionRun run = kernel.Time(cancellation);
        return new SketchCost
        {
            Way = way,
            SideBySide = sideBySide,
            Additions = plan.Additions,
            Positions = kernel.Positions,
            Images = (double)kernel.Positions / layer.OutputPositions,
            Cycles = run.Run.Cycles,
            Commands = Commands(run.Run, Enumerable.Range(0, kernel.Program.Layers)),
            EnergyAj = run.Energy?.Total,
            Run = run,
        };
    }

    private static SketchCost Xnor(LayerSketch layer, InferenceTiming timing, int images)
    {
        string[] names = layer.IsFolded ? [layer.Name] : [.. Enumerable.Range(0, layer.Weights.Bits).Select(j => SketchWriter.BaseName(layer.Name, j))];
        int[] indices = [.. Enumerable.Range(0, timing.Layers.Count).Where(i => names.Contains(timing.Layers[i].Name, StringComparer.Ordinal))];
        if (indices.Length != names.Length)
        {
            throw new InternalErrorException($"the binary layers of '{layer.Name}' are not in the sketched network");
        }

        return new SketchCost
        {
            Way = SketchWay.Xnor,
            SideBySide = 0,
            Additions = 0,
            Positions = (long)images * layer.OutputPositions,
            Images = images,
            Cycles = indices.Sum(i => timing.Layers[i].Cycles),
            Commands = Commands(timing.Run, indices),
            EnergyAj = timing.Energy is { } energy ? indices.Aggregate((Int128)0, (sum, i) => sum + energy.OfLayer(i)) : null,
        };
    }

    private static long[] Commands(ProgramRun run, IEnumerable<int> layers)
    {
        int commands = run.Domains[0].CommandCounts.Length / run.Domains[0].Layers;
        return [.. Enumerable.Range(0, commands).Select(c => run.Domains.Sum(d => layers.Sum(l => d.CommandsOf(l, c))))];
    }
}
