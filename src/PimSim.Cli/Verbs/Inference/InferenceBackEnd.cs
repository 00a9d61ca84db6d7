using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Loads what the options name, uploads, runs, and puts the figures together.</summary>
internal sealed class InferenceBackEnd(ResultWriter writer) : IInferenceBackEnd
{
    /// <summary>So many are timed at most: counts of everything stay in range.</summary>
    private const int MaxTimedImages = 1_000_000_000;

    /// <inheritdoc/>
    public Task<InferenceView> InferAsync(InferOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Infer(options, progress, cancellationToken), cancellationToken);

    /// <summary>Runs <paramref name="network"/>, already loaded, as the options say.</summary>
    public InferenceView Infer(BnnNetwork network, ImageDataSet data, DeviceModel model, InferOptions options, HostClock clock, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Workload workload = WorkloadBuilder.Build(network, model);
        Placement placement = Placement.Create(model, workload);
        var device = new PimDevice(model, (ulong)options.Seed);
        var driver = new PimDriver(device, placement);
        var images = new DataSetImages(network, data);
        progress.Report(new WorkProgress("upload", 0, 2));
        if (!options.Reference)
        {
            driver.TimeAhead(images.Count, cancellationToken);
        }

        using TraceRecorder? recorder = options.Record is null ? null : TraceRecorder.Create(options.Record, model, network, data, workload);
        UploadReport upload = driver.Upload(new UploadOptions { Reference = options.Reference, Images = images.Count, Sink = recorder }, cancellationToken);
        if (options.FaultSeeds is not null)
        {
            progress.Report(new WorkProgress("fault seeds", 1, 2));
        }

        FaultStudyView? study = options.FaultSeeds is null ? null : Study(driver, placement, device, images, data, options, cancellationToken);
        bool exposed = model.Faults.IsActive && study is null;
        if (exposed)
        {
            driver.Expose(FirstFaultSeed(options), images.Count, cancellationToken);
        }

        progress.Report(new WorkProgress("inference", 1, 2));
        InferenceRun run = driver.Run(
            images,
            new Driver.RunOptions
            {
                Reference = options.Reference,
                Threads = options.ThreadCount,
                Sink = recorder,
                ScoreSlices = recorder?.Slices,
                CycleOffset = upload.Run.Cycles + device.Runner.QuiescentCycles,
            },
            cancellationToken);
        recorder?.Complete();
        InferenceView view = InferenceViews.OfRun(network, data, model, upload, run, options.Reference) with { Trace = recorder?.View(options.Record!), Study = study };
        view = exposed ? view with { Faults = new FaultsView(FirstFaultSeed(options), run.Faults!, model, view.Correct ?? 0, view.Total) } : view;
        view = Beside(view, model, driver, workload, options, images.Count, progress, cancellationToken);
        return view with { Host = clock.Read(options.ThreadCount) };
    }

    private static ulong FirstFaultSeed(InferOptions options) => (ulong)(options.FaultSeed ?? 1);

    private static FaultStudyView Study(
        PimDriver driver, Placement placement, PimDevice device, DataSetImages images, ImageDataSet data, InferOptions options, CancellationToken cancellationToken)
    {
        var study = new FaultStudy(driver, placement, device, images, data.Labels, cancellationToken);
        return new FaultStudyView(study.Run(FirstFaultSeed(options), options.FaultSeeds!.Value, options.ThreadCount, cancellationToken), device.Model);
    }

    /// <summary>What the inference is compared with: plain requests at the same time, and the same device without PIM.</summary>
    private InferenceView Beside(
        InferenceView view, DeviceModel model, PimDriver driver, Workload workload, InferOptions options, int images, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (options.Activity is { } slices)
        {
            progress.Report(new WorkProgress("activity", 2, 2));
            ActivityMeter meter = new(model, view.Cycles, slices);
            foreach (InferencePart part in driver.Watch(images, apart: true))
            {
                _ = part.Run(new ActivityObserver(meter), cancellationToken);
            }

            view = view with { Activity = meter.Complete() };
        }

        if (options.Requests is not null || options.Timeline is not null)
        {
            progress.Report(new WorkProgress(options.Requests is null ? "timeline" : "requests", 2, 2));
            TogetherRun both = new(model, driver, writer);
            Func<InferenceTimeline?, TogetherView>? together = options.Requests is null ? null : t => both.Run(options, images, view.Cycles, t, cancellationToken);
            view = new TimelineRun(model, driver, workload, options, writer).Run(images, view, together, cancellationToken);
        }

        if (options.Baseline is not null)
        {
            progress.Report(new WorkProgress("baseline", 2, 2));
            view = view with { Baseline = new BaselineView(PlainInference.Run(model, workload, images, cancellationToken), model.ClockPs, view.Cycles, view.Energy?.TotalAj) };
        }

        return view;
    }

    /// <summary>Times <paramref name="network"/> on so many images; its bits are neither uploaded nor computed with.</summary>
    private InferenceView Time(BnnNetwork network, string? data, int images, DeviceModel model, InferOptions options, HostClock clock, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (images > MaxTimedImages)
        {
            throw new UserErrorException(
                "PIM0941", FormattableString.Invariant($"--images {images} is more than can be timed"), null, FormattableString.Invariant($"take at most {MaxTimedImages}"));
        }

        Workload workload = WorkloadBuilder.Build(network, model);
        Placement placement = Placement.Create(model, workload);
        var driver = new PimDriver(new PimDevice(model, (ulong)options.Seed), placement);
        Task<UploadTiming> upload = Task.Run(() => driver.TimeUpload(images, cancellationToken), cancellationToken);
        InferenceTiming run = driver.Time(images, cancellationToken);
        InferenceView view = InferenceViews.OfTiming(network, data, images, model, upload.GetAwaiter().GetResult(), run);
        view = Beside(view, model, driver, workload, options, images, progress, cancellationToken);
        return view with { Host = clock.Read(options.ThreadCount) };
    }

    private InferenceView Infer(InferOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (options.RequestsFormat is not null && options.Requests is null)
        {
            throw new UserErrorException("PIM0901", "--requests-format is given without requests", remedy: "give --requests FILE as well");
        }

        if (options.TimelineCommands is not null && options.Timeline is null)
        {
            throw new UserErrorException("PIM0901", "--timeline-commands is given without a timeline", remedy: "give --timeline FILE as well");
        }

        DistinctFiles.Require(("--requests", options.Requests), ("--out", options.ResultFile), ("--record", options.Record), ("--timeline", options.Timeline));
        AtomicFile.RequireWritable(options.Timeline);
        var clock = new HostClock();
        string deviceName = writer.OrDefault(options.Device, "--device", Defaults.Device);
        string networkName = writer.OrDefault(options.Network, "--network", NetworkCatalog.DefaultName);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(networkName);
        RefuseBitsOfShapes(network, options);
        bool timing = options.TimingOnly || network.IsShapeOnly;

        // Unpacking images takes as long as everything else that is loaded; timing wants no more of them than their number.
        Task<ImageDataSet>? loading = null;
        if (!timing || options.Data is not null || (options.Images is null && !network.IsShapeOnly))
        {
            string dataName = writer.OrDefault(options.Data, "--data", DataCatalog.DefaultName);
            loading = Task.Run(() => DataCatalog.Resolve(dataName, DataSplit.Test), cancellationToken);
        }

        DeviceModel model = DeviceModelLoader.Load(deviceName, options.Set);
        writer.Warn(model.Warnings);
        RequireFaults(model, timing, options);
        ImageDataSet? data = loading?.GetAwaiter().GetResult();
        if (timing)
        {
            progress.Report(new WorkProgress("timing", 0, 1));
            return Time(network, data?.Name, TimedImages(network, data, options), model, options, clock, progress, cancellationToken);
        }

        if (options.Images is { } count)
        {
            data = data!.Take(count);
        }

        return Infer(network, data!, model, options, clock, progress, cancellationToken);
    }

    /// <exception cref="UserErrorException">PIM1205: fault seeds, and nothing that they could decide.</exception>
    private static void RequireFaults(DeviceModel model, bool timing, InferOptions options)
    {
        string option = options.FaultSeeds is null ? "--fault-seed" : "--fault-seeds";
        if ((options.FaultSeed is null && options.FaultSeeds is null) || (model.Faults.IsActive && !timing && !(options.FaultSeeds is not null && options.Reference)))
        {
            return;
        }

        string why = !model.Faults.IsActive ? $"'{model.Name}' has no faults" : timing ? "only timing runs, which no fault changes" : "--reference executes one run";
        throw new UserErrorException("PIM1205", $"{option} is given, and {why}", null, "give the device faults, for example --set faults.ber.weights=1e-4, and leave --timing-only and --reference out");
    }

    private void RefuseBitsOfShapes(BnnNetwork network, InferOptions options)
    {
        if (!network.IsShapeOnly || options.TimingOnly)
        {
            return;
        }

        if (options.Reference)
        {
            throw new UserErrorException(
                "PIM0942",
                $"network '{network.Name}' is only a shape: its bits are drawn, so executing its commands would show nothing",
                null,
                $"give --timing-only for time and energy, or take a trained network such as '{NetworkCatalog.DefaultName}'");
        }

        writer.Note($"network '{network.Name}' is only a shape, with drawn bits: taking --timing-only");
    }

    /// <summary>As many as asked for, else as many as there are.</summary>
    private int TimedImages(BnnNetwork network, ImageDataSet? data, InferOptions options)
    {
        // Whoever names data gets to know when it does not go with the network, though no image is read.
        int? there = data is null ? null : new DataSetImages(network, data).Count;
        if (options.Images is null && there is null)
        {
            writer.Note(FormattableString.Invariant($"no --images given, timing {Defaults.ShapeOnlyImages}"));
        }

        return options.Images ?? there ?? Defaults.ShapeOnlyImages;
    }
}
