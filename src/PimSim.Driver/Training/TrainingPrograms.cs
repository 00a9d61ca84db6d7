using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Programs of training on a placement. Where units have sequencers of their own, storing and steps of all sizes share pages, which storing writes behind the
/// rows of training; so the sizes of steps must be known before.
/// </summary>
internal sealed class TrainingPrograms
{
    private readonly TrainingPlacement placement;
    private readonly Lazy<Sequenced>? sequenced;

    /// <summary>Programs of steps on as many images as one of <paramref name="sizes"/>.</summary>
    public TrainingPrograms(TrainingPlacement placement, IReadOnlyList<int> sizes)
    {
        this.placement = placement;
        if (placement.Geometry.Unit.Sequencer == SequencerKind.Device)
        {
            sequenced = new Lazy<Sequenced>(() => Sequence([.. sizes.Distinct()]));
        }
    }

    /// <summary>Pages of all programs, or null where the host has the sequencer.</summary>
    public ProgramStore? Pages => sequenced?.Value.Pages;

    /// <summary>Programs of a step on <paramref name="images"/> images.</summary>
    public LoweredTraining Step(int images)
    {
        if (sequenced is null)
        {
            return HostStep(images);
        }

        return sequenced.Value.Steps.GetValueOrDefault(images)
            ?? throw new InternalErrorException($"the programs in the cells are for steps on {string.Join(", ", sequenced.Value.Steps.Keys)} images, not on {images}");
    }

    /// <summary>Programs that store everything that is learned, and the pages.</summary>
    public LoweredTraining Store() => sequenced is null ? HostStore() : sequenced.Value.Store;

    /// <summary>The step with the host's sequencer.</summary>
    public LoweredTraining HostStep(int images) => TrainingLowering.Programs(placement, images);

    /// <summary>Storing with the host's sequencer.</summary>
    public LoweredTraining HostStore() => TrainingLowering.StorePrograms(placement, null);

    private Sequenced Sequence(int[] sizes)
    {
        var pages = new ProgramStore(placement.Geometry, placement.Model.FirstRow + placement.Rows);
        var sequencer = new ProgramSequencer(placement.Model, new PimCommands(placement.Model), pages);
        var steps = sizes.ToDictionary(n => n, n => Rewritten(HostStep(n), sequencer));

        // Storing writes the pages that it needs itself: its commands to units are the same with and without these writes.
        Rewritten(HostStore(), sequencer);
        return new Sequenced(pages, steps, Rewritten(TrainingLowering.StorePrograms(placement, pages), sequencer));
    }

    /// <summary>Equal programs stay the same object.</summary>
    private static LoweredTraining Rewritten(LoweredTraining lowered, ProgramSequencer sequencer)
    {
        Dictionary<PimProgram, PimProgram> known = new(ReferenceEqualityComparer.Instance);
        foreach (PimProgram program in lowered.Programs)
        {
            if (!known.ContainsKey(program))
            {
                known[program] = sequencer.Rewrite(program);
            }
        }

        return lowered with { Programs = [.. lowered.Programs.Select(p => known[p])] };
    }

    private sealed record Sequenced(ProgramStore Pages, Dictionary<int, LoweredTraining> Steps, LoweredTraining Store);
}
