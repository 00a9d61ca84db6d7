using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Host software of a device: uploads what a placement stores and runs its workload. It has no clock of its own.</summary>
public sealed class PimDriver
{
    private readonly PimDevice device;
    private readonly Placement placement;
    private readonly PlacedPrograms programs;
    private (int Images, Task<ProgramRun> Timing)? ahead;
    private int? uploadedFor;

    /// <summary>A driver for a placed workload.</summary>
    public PimDriver(PimDevice device, Placement placement)
    {
        if (!ReferenceEquals(device.Model, placement.Model))
        {
            throw new InternalErrorException("device and placement are of different models");
        }

        this.device = device;
        this.placement = placement;
        programs = new PlacedPrograms(placement);
    }

    /// <summary>Writes weights, has the device make signs and scales of kind (a), folds and writes thresholds, and reads everything back.</summary>
    /// <exception cref="UserErrorException">What is read back is not what was written (PIM0710).</exception>
    public UploadReport Upload(UploadOptions options, CancellationToken cancellation)
    {
        int domains = device.Model.Organization.Domains;
        (UploadLowering lowering, PimProgram program) = programs.Upload(options.Images);
        uploadedFor = options.Images;
        var host = new StreamHost(domains);
        var states = new DomainUpload?[domains];
        for (int d = 0; d < (options.Reference ? domains : 1); d++)
        {
            states[d] = new DomainUpload(placement, lowering);
            host.Attach(d, states[d]!.Inputs(), states[d]!.Outputs());
        }

        DomainCore?[] cores = [.. device.Cores.Select((c, d) => states[d] is null ? null : c)];
        var executor = new CommandExecutor(
            device.Model, cores, host, options.Sink, (domain, number) => OnBarrier(options, domain, number));
        (PimProgram[] everywhere, int[] alone) = EveryDomain.Runs(device.Model, program);
        var observer = new ExecutingObserver(executor);
        ProgramRun run = options.Reference
            ? device.Runner.Run(everywhere, alone, observer, cancellation)
            : device.Runner.RunDistinct(everywhere, alone, observer, cancellation);
        host.RequireDrained();
        Verify(states);
        for (int d = 1; d < domains && !options.Reference; d++)
        {
            device.CopyCells(0, d);
        }

        return Report(run, states[0]!);
    }

    /// <summary>
    /// Begins to time a run on <paramref name="images"/> images on another thread: timing follows from the programs alone,
    /// so it need not wait for the upload. The next fast run on as many images takes the result.
    /// </summary>
    public void TimeAhead(int images, CancellationToken cancellation) => ahead = (images, TimeOf(ImageSharding.Create(device.Model, images), cancellation));

    /// <summary>From now on runs on <paramref name="images"/> images read the cells with the faults of the device's model under a seed. Call it after the upload.</summary>
    /// <exception cref="UserErrorException">PIM1202: retention without refresh.</exception>
    public void Expose(ulong seed, int images, CancellationToken cancellation) => device.Expose(Plans(images, cancellation).Create(seed));

    /// <summary>Runs the workload on <paramref name="images"/>.</summary>
    public InferenceRun Run(IImageSource images, RunOptions options, CancellationToken cancellation)
    {
        ImageSharding sharding = ImageSharding.Create(device.Model, images.Count);
        RequirePrograms(images.Count, options.Reference);
        int outputs = placement.Workload.Operations[^1].Shape.OutChannels * placement.Workload.Operations[^1].Shape.Windows;
        float[] scores = new float[images.Count * outputs];
        long executed = 0;
        ProgramRun run;
        FaultCounts? counts = device.Faults is null ? null : device.CountFaults();
        ActivationFaults? activations = ActivationFaults.Of(device.Faults);
        if (options.Reference)
        {
            run = RunReference(sharding, images, scores, options, activations, counts, cancellation, out executed);
        }
        else
        {
            Task<ProgramRun> timing = ahead is { } a && a.Images == images.Count ? a.Timing : TimeOf(sharding, cancellation);
            ahead = null;
            RunFast(sharding, images, scores, options.Threads, activations, counts, options.Digests, cancellation);
            run = timing.GetAwaiter().GetResult();
        }

        counts?.AddActivations(activations?.Bits ?? 0, activations?.Flips ?? 0);
        InferenceTiming timed = Timing(run, sharding, cancellation);
        return new InferenceRun
        {
            Scores = scores,
            Faults = counts,
            Outputs = outputs,
            ReadOut = placement.Workload.ReadOut,
            Run = timed.Run,
            Energy = timed.Energy,
            CommandsExecuted = executed,
            Sequencer = timed.Sequencer,
            Sharding = timed.Sharding,
            Layers = timed.Layers,
        };
    }

    /// <summary>Times a run on <paramref name="images"/> images beside plain requests that the device serves meanwhile, command by command.</summary>
    /// <param name="images">How many.</param>
    /// <param name="source">The requests.</param>
    /// <param name="observer">Watches the commands of both.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="UserErrorException">PIM0620 to PIM0623: the device cannot serve both.</exception>
    public SharedRun RunTogether<TObserver>(int images, IRequestSource source, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        ImageSharding sharding = ImageSharding.Create(device.Model, images);
        return new SharedRunner(device.Model).Run(programs.Inference(sharding), Teams(sharding), source, observer, cancellation);
    }

    /// <summary>
    /// A run on <paramref name="images"/> images to watch, command by command: nothing is executed. All at once, or where
    /// <paramref name="apart"/> is true each channel that meets no other by itself, so that each can be left when enough was seen.
    /// </summary>
    public IReadOnlyList<InferencePart> Watch(int images, bool apart)
    {
        ImageSharding sharding = ImageSharding.Create(device.Model, images);
        PimProgram[] all = programs.Inference(sharding);
        int channels = device.Model.Organization.Channels;
        int perPart = apart && sharding.Shards == 1 ? 1 : channels;
        return [.. Enumerable.Range(0, channels / perPart)
            .Select(i => new InferencePart(device.Runner, all, Teams(sharding), (i * perPart)..((i + 1) * perPart), device.Model.Organization.DomainsPerChannel))];
    }

    /// <summary>Rows from the first reserved one on that the network and the units' programs for <paramref name="images"/> images take.</summary>
    public int RowsFor(int images) => placement.Rows + (programs.Store(images)?.Rows ?? 0);

    /// <summary>Tells the layers of commands of a run on <paramref name="images"/> images.</summary>
    public ProgramFollower Follow(int images) => new(programs.Inference(ImageSharding.Create(device.Model, images)));

    /// <summary>
    /// Time and energy of a run on <paramref name="images"/> images, equal to those of <see cref="Run"/>. Nothing is computed and
    /// nothing need be uploaded.
    /// </summary>
    public InferenceTiming Time(int images, CancellationToken cancellation)
    {
        ImageSharding sharding = ImageSharding.Create(device.Model, images);
        return Timing(TimeNow(sharding, cancellation), sharding, cancellation);
    }

    /// <summary>Time and energy of <see cref="Upload"/> for runs on <paramref name="images"/> images, without touching a cell.</summary>
    public UploadTiming TimeUpload(int images, CancellationToken cancellation)
    {
        (PimProgram[] everywhere, int[] alone) = EveryDomain.Runs(device.Model, programs.Upload(images).Program);
        return UploadOf(device.Runner.Time(everywhere, alone, cancellation));
    }

    /// <summary>The classes of images on the fast path, without timing.</summary>
    public byte[] Predict(IImageSource images, int threads, CancellationToken cancellation)
    {
        LayerShape last = placement.Workload.Operations[^1].Shape;
        return InferenceRun.Classes(Compute(images, threads, cancellation).Scores, last.OutChannels * last.Windows, placement.Workload.ReadOut);
    }

    private void OnBarrier(UploadOptions options, int domain, int number)
    {
        if (number == 0)
        {
            options.AfterStore?.Invoke(device.Cores[domain]);
        }
    }

    /// <summary>Scores on the fast path, and the faults met; null for a sound device.</summary>
    internal (float[] Scores, FaultCounts? Faults) Compute(IImageSource images, int threads, CancellationToken cancellation)
    {
        LayerShape last = placement.Workload.Operations[^1].Shape;
        float[] scores = new float[images.Count * last.OutChannels * last.Windows];
        if (device.Faults is not null)
        {
            RequirePrograms(images.Count, reference: false);
        }

        FaultCounts? counts = device.Faults is null ? null : device.CountFaults();
        ActivationFaults? activations = ActivationFaults.Of(device.Faults);
        RunFast(ImageSharding.Create(device.Model, images.Count), images, scores, threads, activations, counts, digests: null, cancellation);
        counts?.AddActivations(activations?.Bits ?? 0, activations?.Flips ?? 0);
        return (scores, counts);
    }

    internal FaultPlans Plans(int images, CancellationToken cancellation)
    {
        ImageSharding sharding = ImageSharding.Create(device.Model, images);
        return new FaultPlans(placement, programs.Store(images), programs.Inference(sharding), () => TimeNow(sharding, cancellation).Cycles);
    }

    /// <summary>Image by image, unless images or domains depend on each other.</summary>
    /// <exception cref="UserErrorException">PIM1203: units with sequencers of their own number their accesses as only executing every command can tell.</exception>
    private void RunFast(
        ImageSharding sharding, IImageSource images, float[] scores, int threads, ActivationFaults? activations, FaultCounts? counts, ActivationDigests? digests, CancellationToken cancellation)
    {
        bool reads = device.Faults?.Model.Faults.HitsReads == true;
        if (reads && programs.Store(sharding.Images) is not null)
        {
            throw new UserErrorException(
                "PIM1203", "flips of single reads hit the instructions of the units' own sequencers, and the fast path executes none", null, "execute every command, with --reference");
        }

        if (reads || (device.Faults is not null && sharding.Shards > 1))
        {
            new GroupPath(placement, device, sharding, activations, counts!).Run(images, scores, threads, digests, cancellation);
        }
        else
        {
            new FastPath(placement, device, activations).Run(images, sharding, scores, threads, digests, cancellation);
        }
    }

    private Task<ProgramRun> TimeOf(ImageSharding sharding, CancellationToken cancellation) =>
        Task.Run(() => TimeNow(sharding, cancellation), cancellation);

    private ProgramRun TimeNow(ImageSharding sharding, CancellationToken cancellation) =>
        device.Runner.Time(programs.Inference(sharding), Teams(sharding), cancellation);

    private InferenceTiming Timing(ProgramRun run, ImageSharding sharding, CancellationToken cancellation)
    {
        IReadOnlyList<LayerReport> layers = LayerReports.Create(placement, run, sharding.Images);
        return new InferenceTiming
        {
            Run = run,
            Sequencer = Sequencer(run, sharding, cancellation),
            Energy = device.Model.Energy is null ? null : InferenceEnergy.Of(device.Model, run, layers),
            Sharding = new ShardingReport(sharding.Teams, sharding.Shards, sharding.GroupSize),
            Layers = layers,
        };
    }

    /// <summary>Loads cost what the same run takes less without them.</summary>
    private SequencerReport Sequencer(ProgramRun run, ImageSharding sharding, CancellationToken cancellation)
    {
        if (programs.Store(sharding.Images) is not { } store)
        {
            return SequencerReport.OnHost;
        }

        ProgramRun without = device.Runner.Time(new InferenceLowering(placement).Lower(sharding), Teams(sharding), cancellation);
        int load = device.Model.Standard.FindCommand(PimOperation.LoadProgram);
        return new SequencerReport(SequencerKind.Device, store.Pages, store.Rows, store.UnitBytes, run.Domains.Sum(d => d.TotalCommands(load)), run.Cycles - without.Cycles);
    }

    /// <exception cref="UserErrorException">PIM0495: only executing every command shows what changed instructions do.</exception>
    private void RequirePrograms(int images, bool reference)
    {
        if (programs.Store(images) is not { } store)
        {
            return;
        }

        if (uploadedFor != images)
        {
            throw new InternalErrorException($"the programs in the cells are for {uploadedFor ?? 0} images, not for {images}");
        }

        if (!reference && device.Cores.FirstOrDefault(c => !store.IsIn(c.Cells)) is { } changed)
        {
            throw new UserErrorException(
                "PIM0495",
                $"the cells of domain {changed.Domain} do not hold the instructions that were stored, and the fast path executes none",
                null,
                "execute every command, with --reference");
        }
    }

    private static int[] Teams(ImageSharding sharding) => [.. Enumerable.Range(0, sharding.Domains).Select(sharding.Team)];

    private ProgramRun RunReference(
        ImageSharding sharding, IImageSource images, float[] scores, RunOptions options, ActivationFaults? activations, FaultCounts? counts, CancellationToken cancellation, out long executed)
    {
        var host = new StreamHost(sharding.Domains, options.ScoreSlices);
        TeamSession[] sessions = [.. Enumerable.Range(0, sharding.Teams).Select(t => new TeamSession(placement, sharding, t, images, scores, options.ScoreSlices, activations))];
        for (int d = 0; d < sharding.Domains; d++)
        {
            TeamSession session = sessions[sharding.Team(d)];
            host.Attach(d, session.Inputs(sharding.Shard(d)), session.Outputs(sharding.Shard(d)));
        }

        var executor = new CommandExecutor(device.Model, device.Cores, host, options.Sink) { CycleOffset = options.CycleOffset };
        ReadFlips[] flips = [.. device.Cores.Where(_ => device.Faults?.Model.Faults.HitsReads == true).Select((_, d) => new ReadFlips(device.Faults!, d))];
        for (int d = 0; d < device.Cores.Length; d++)
        {
            device.Cores[d].NumberAccesses(0, flips.Length == 0 ? null : flips[d]);
        }

        ProgramRun run = device.Runner.Run(programs.Inference(sharding), Teams(sharding), new ExecutingObserver(executor), cancellation);
        foreach (ReadFlips f in flips)
        {
            counts!.AddReads(f);
        }

        host.RequireDrained();
        foreach (TeamSession session in sessions)
        {
            session.Finish();
        }

        executed = executor.Executed;
        return run;
    }

    private void Verify(DomainUpload?[] states)
    {
        for (int d = 0; d < states.Length; d++)
        {
            foreach ((string layer, string kind, uint written, uint readBack) in states[d]?.Checksums() ?? [])
            {
                if (written != readBack)
                {
                    string what = layer.Length > 0 ? $"{kind} of layer '{layer}'" : $"{kind} of the units";
                    throw new UserErrorException(
                        "PIM0710",
                        $"{what} read back from domain {d} with checksum {readBack:x8} instead of {written:x8}",
                        null,
                        "the cells do not hold what is written");
                }
            }
        }
    }

    private UploadReport Report(ProgramRun run, DomainUpload state)
    {
        UploadTiming timed = UploadOf(run);
        return new UploadReport
        {
            Run = timed.Run,
            Energy = timed.Energy,
            Bytes = timed.Bytes,
            BytesPerDomain = timed.BytesPerDomain,
            Tensors = [.. state.Checksums().Select(c => new UploadedTensor(c.Tensor, c.Kind, c.Written))],
            Scales = state.Scales,
            Thresholds = state.Entries,
        };
    }

    private UploadTiming UploadOf(ProgramRun run)
    {
        int write = new CommandRoles(device.Model.Standard).Write;
        int input = device.Model.Standard.FindCommand(PimOperation.LoadInput);
        long bursts = run.Domains.Sum(d => d.TotalCommands(write) + d.TotalCommands(input));
        int burstBytes = device.Model.Organization.AccessBits / 8;
        return new UploadTiming
        {
            Run = run,
            Energy = device.Model.Energy is null ? null : InferenceEnergy.Of(device.Model, run, placement.Layers.Count),
            Bytes = bursts * burstBytes,
            BytesPerDomain = bursts * burstBytes / run.Domains.Count,
        };
    }
}
