using PimSim.Device;

namespace PimSim.Driver;

/// <summary>The stages of a training step in a domain, and the programs that they become.</summary>
internal static class TrainingLowering
{
    /// <summary>Forward, backward, update.</summary>
    public static void Step(StepScope x, TrainingHost? host, DomainData? data)
    {
        var dense = new DenseSchedule(x, x.P.Dense, host);
        var update = new UpdateSchedule(x, host, data);
        x.Enter(TrainingPhase.Forward, 0);
        x.W.SetMode(allBank: true);
        update.TakeQuantiles();
        foreach (BlockLayout block in x.P.Blocks)
        {
            x.Enter(TrainingPhase.Forward, block.Index);
            new ForwardSchedule(x, block, host).Run();
            new NormForwardSchedule(x, block, host).Run();
        }

        x.Enter(TrainingPhase.Forward, x.P.Blocks.Count);
        dense.Forward();
        x.Enter(TrainingPhase.Backward, x.P.Blocks.Count);
        dense.Backward();
        foreach (BlockLayout block in x.P.Blocks.Reverse())
        {
            x.Enter(TrainingPhase.Backward, block.Index);
            new NormBackwardSchedule(x, block, host).Run();
            x.Barrier(0);
            new WeightGradientSchedule(x, block, host).Run();
            if (block.Index > 0)
            {
                new InputGradientSchedule(x, block, host).Run();
            }
        }

        update.Run();
    }

    /// <summary>Programs of a step.</summary>
    public static LoweredTraining Programs(TrainingPlacement placement, int images) =>
        Programs(placement, images, x => Step(x, null, null));

    /// <summary>Programs that store everything that is learned, and <paramref name="pages"/> of the units' programs.</summary>
    public static LoweredTraining StorePrograms(TrainingPlacement placement, ProgramStore? pages) =>
        Programs(placement, 0, x => new StoreSchedule(x, pages, null, null).Run());

    /// <summary>Which domains meet at barriers: those that work, all together.</summary>
    public static int[] Groups(TrainingPlacement placement)
    {
        int[] groups = [.. Enumerable.Range(0, placement.Model.Organization.Domains).Select(d => d + 1)];
        for (int w = 0; w < placement.Workers; w++)
        {
            groups[placement.DomainOf(w)] = 0;
        }

        return groups;
    }

    private static LoweredTraining Programs(TrainingPlacement placement, int images, Action<StepScope> write)
    {
        int layers = placement.Workload.Layers * Enum.GetValues<TrainingPhase>().Length;
        PimProgram idle = new ProgramBuilder(layers).Build();
        PimProgram[] programs = [.. Enumerable.Repeat(idle, placement.Model.Organization.Domains)];
        var known = new Dictionary<string, PimProgram>(StringComparer.Ordinal);
        IReadOnlyList<(int, long)> work = [];
        for (int w = 0; w < placement.Workers; w++)
        {
            string share = string.Join(' ', placement.Share(w, images));
            if (!known.TryGetValue(share, out PimProgram? program))
            {
                var scope = new StepScope(placement, StepWriter.Program(placement.Geometry, layers), w, images);
                write(scope);
                known[share] = program = scope.W.Build();
                work = known.Count == 1 ? scope.HostWork : work;
            }

            programs[placement.DomainOf(w)] = program;
        }

        return new LoweredTraining(programs, work);
    }
}
