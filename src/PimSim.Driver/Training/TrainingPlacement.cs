using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>A training workload placed on a device: parameters replicated over the domains that work, blocks of images dealt to them.</summary>
public sealed class TrainingPlacement
{
    private TrainingPlacement(DeviceModel model, TrainingWorkload workload, UnitGeometry geometry, int batch)
    {
        Model = model;
        Workload = workload;
        Geometry = geometry;
        BatchBlocks = UnitGeometry.Ceiling(batch, TrainingWorkload.BlockImages);
        Workers = Math.Min(model.Organization.Domains, BatchBlocks);
        Slots = UnitGeometry.Ceiling(BatchBlocks, Workers);
    }

    /// <summary>The device.</summary>
    public DeviceModel Model { get; }

    /// <summary>The workload.</summary>
    public TrainingWorkload Workload { get; }

    /// <summary>Blocks of images of a full batch.</summary>
    public int BatchBlocks { get; }

    /// <summary>Domains that work.</summary>
    public int Workers { get; }

    /// <summary>Rows that training takes in every bank of a domain.</summary>
    public int Rows { get; private init; }

    /// <summary>Blocks of images for which a domain has room.</summary>
    internal int Slots { get; }

    internal UnitGeometry Geometry { get; }

    internal IReadOnlyList<BlockLayout> Blocks { get; private init; } = [];

    internal DenseLayout Dense { get; private init; } = null!;

    /// <summary>Places <paramref name="workload"/> for batches of <paramref name="batch"/> images.</summary>
    /// <exception cref="UserErrorException">PIM0470, PIM0471, PIM0496, PIM0700 to PIM0702, PIM0709, PIM0712: the device cannot train it.</exception>
    public static TrainingPlacement Create(DeviceModel model, TrainingWorkload workload, int batch)
    {
        var g = new UnitGeometry(model);
        if (g.Unit.Sequencer == SequencerKind.Device)
        {
            throw new UserErrorException(
                "PIM0496", $"training on '{model.Name}' runs with the host's sequencer only", null, "set unit.sequencer to host");
        }

        if (model.Standard.FindCommand(PimOperation.VectorDivide) < 0)
        {
            throw new UserErrorException(
                "PIM0709", $"standard '{model.Standard.Name}' has no command that divides, which batch norm and Adam need", null, "take a processing standard with PIM_VECTOR_DIVIDE, such as near-bank");
        }

        var plan = new TrainingPlacement(model, workload, g, batch);
        var rows = new RowAllocator(g);
        BlockLayout[] blocks = [.. workload.Blocks.Select((b, i) => BlockLayout.Create(g, rows, b, i, plan.Slots))];
        var dense = DenseLayout.Create(g, rows, workload, plan.Slots);
        rows.Check(workload.Name, model.Name);
        return new TrainingPlacement(model, workload, g, batch) { Blocks = blocks, Dense = dense, Rows = rows.Used };
    }

    /// <summary>The domain of worker <paramref name="worker"/>: channels in turn, so that no two share command buses before they must.</summary>
    public int DomainOf(int worker)
    {
        int channels = Model.Organization.Channels;
        return (worker % channels * Model.Organization.DomainsPerChannel) + (worker / channels);
    }

    /// <summary>Images of each block of a worker's share of a batch.</summary>
    internal int[] Share(int worker, int images)
    {
        int blocks = UnitGeometry.Ceiling(images, TrainingWorkload.BlockImages);
        return [.. Enumerable.Range(worker * Slots, Slots).Where(b => b < blocks).Select(b => Math.Min(TrainingWorkload.BlockImages, images - (b * TrainingWorkload.BlockImages)))];
    }
}
