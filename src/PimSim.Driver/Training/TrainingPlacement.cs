using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>A training workload placed on a device: parameters replicated over the domains that work, blocks of images dealt to them.</summary>
public sealed class TrainingPlacement
{
    private TrainingPlacement(DeviceModel model, TrainingWorkload workload, UnitGeometry geometry, int batch, int rest)
    {
        Model = model;
        Workload = workload;
        Geometry = geometry;
        BatchImages = batch;
        BatchBlocks = UnitGeometry.Ceiling(batch, TrainingWorkload.BlockImages);
        Workers = Math.Min(model.Organization.Domains, BatchBlocks);
        Slots = UnitGeometry.Ceiling(BatchBlocks, Workers);
        Programs = new TrainingPrograms(this, rest > 0 ? [batch, rest] : [batch]);
    }

    /// <summary>The device.</summary>
    public DeviceModel Model { get; }

    /// <summary>The workload.</summary>
    public TrainingWorkload Workload { get; }

    /// <summary>Images of a full batch.</summary>
    public int BatchImages { get; }

    /// <summary>Blocks of images of a full batch.</summary>
    public int BatchBlocks { get; }

    /// <summary>Domains that work.</summary>
    public int Workers { get; }

    /// <summary>Rows that training takes in every bank of a domain.</summary>
    public int Rows { get; private init; }

    /// <summary>Programs of units that have sequencers of their own, behind the rows of training; null where the host has the sequencer.</summary>
    /// <exception cref="UserErrorException">PIM0490 to PIM0494: the device cannot hold them.</exception>
    public StoredPrograms? StoredPrograms => Programs.Pages is { } p ? new StoredPrograms(p.Pages, p.Rows, p.UnitBytes) : null;

    /// <summary>Blocks of images for which a domain has room: worker w takes the blocks from w times this on.</summary>
    public int Slots { get; }

    internal UnitGeometry Geometry { get; }

    /// <summary>Programs of storing and of steps.</summary>
    internal TrainingPrograms Programs { get; }

    internal IReadOnlyList<BlockLayout> Blocks { get; private init; } = [];

    internal DenseLayout Dense { get; private init; } = null!;

    /// <summary>Places <paramref name="workload"/> for batches of <paramref name="batch"/> images.</summary>
    /// <param name="model">The device.</param>
    /// <param name="workload">What is trained.</param>
    /// <param name="batch">Images of a batch.</param>
    /// <param name="rest">Images of an epoch's last batch where it is smaller, or 0: units with sequencers of their own hold programs for both.</param>
    /// <exception cref="UserErrorException">PIM0470, PIM0471, PIM0700, PIM0702, PIM0709, PIM0712: the device cannot train it.</exception>
    public static TrainingPlacement Create(DeviceModel model, TrainingWorkload workload, int batch, int rest = 0)
    {
        var g = new UnitGeometry(model, anyFormat: true);
        if (model.Standard.FindCommand(PimOperation.VectorDivide) < 0)
        {
            throw new UserErrorException(
                "PIM0709", $"standard '{model.Standard.Name}' has no command that divides, which batch norm and Adam need", null, "take a processing standard with PIM_VECTOR_DIVIDE, such as near-bank");
        }

        var plan = new TrainingPlacement(model, workload, g, batch, rest);
        var rows = new RowAllocator(g);
        BlockLayout[] blocks = [.. workload.Blocks.Select((b, i) => BlockLayout.Create(g, rows, b, i, plan.Slots))];
        var dense = DenseLayout.Create(g, rows, workload, plan.Slots);
        rows.Check(workload.Name, model.Name);
        return new TrainingPlacement(model, workload, g, batch, rest) { Blocks = blocks, Dense = dense, Rows = rows.Used };
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
