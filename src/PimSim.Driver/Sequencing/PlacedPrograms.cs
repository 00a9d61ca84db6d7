using System.Collections.Concurrent;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Programs of a placement. Where units have sequencers of their own, the programs of an upload and of the runs after it share pages, which
/// the upload writes; they depend on the number of images.
/// </summary>
internal sealed class PlacedPrograms
{
    private readonly Placement placement;
    private readonly ConcurrentDictionary<int, Lazy<Sequenced>> sequenced = new();

    public PlacedPrograms(Placement placement)
    {
        this.placement = placement;
    }

    private bool OnDevice => placement.Model.Unit!.Sequencer == SequencerKind.Device;

    /// <summary>The pages for runs on <paramref name="images"/> images, or null where the host has the sequencer.</summary>
    public ProgramStore? Store(int images) => OnDevice ? For(images).Store : null;

    /// <summary>One program per domain; domains with equal work share it.</summary>
    public PimProgram[] Inference(ImageSharding sharding) => OnDevice ? For(sharding.Images).Inference : new InferenceLowering(placement).Lower(sharding);

    /// <summary>The upload for runs on <paramref name="images"/> images, and its program.</summary>
    public (UploadLowering Lowering, PimProgram Program) Upload(int images)
    {
        if (OnDevice)
        {
            return (For(images).Upload, For(images).UploadProgram);
        }

        var lowering = new UploadLowering(placement);
        return (lowering, lowering.Lower());
    }

    private Sequenced For(int images) => sequenced.GetOrAdd(images, n => new Lazy<Sequenced>(() => Sequence(n))).Value;

    private Sequenced Sequence(int images)
    {
        var store = new ProgramStore(placement);
        var sequencer = new ProgramSequencer(placement.Model, new PimCommands(placement.Model), store);
        var rewritten = new Dictionary<PimProgram, PimProgram>(ReferenceEqualityComparer.Instance);
        var inference = new List<PimProgram>();
        foreach (PimProgram program in new InferenceLowering(placement).Lower(ImageSharding.Create(placement.Model, images)))
        {
            if (!rewritten.TryGetValue(program, out PimProgram? known))
            {
                rewritten[program] = known = sequencer.Rewrite(program);
            }

            inference.Add(known);
        }

        // The upload writes the pages that it needs itself: its commands to units are the same with and without these writes.
        sequencer.Rewrite(new UploadLowering(placement).Lower());
        var upload = new UploadLowering(placement) { Pages = store.Columns() };
        return new Sequenced(store, [.. inference], upload, sequencer.Rewrite(upload.Lower()));
    }

    private sealed record Sequenced(ProgramStore Store, PimProgram[] Inference, UploadLowering Upload, PimProgram UploadProgram);
}
