using System.Security.Cryptography;
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
        UploadReport upload = driver.Upload(new UploadOptions { Reference = options.Reference, Sink = recorder }, cancellationToken);
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
        InferenceView view = View(network, data, model, options, upload, run, recorder);
        if (options.Requests is not null)
        {
            progress.Report(new WorkProgress("requests", 2, 2));
            view = view with { Together = new TogetherRun(model, driver, placement, writer).Run(options, images.Count, run.Run.Cycles, cancellationToken) };
        }

        if (options.Baseline is not null)
        {
            progress.Report(new WorkProgress("baseline", 2, 2));
            view = view with { Baseline = new BaselineView(PlainInference.Run(model, workload, images.Count, cancellationToken), model.ClockPs, run.Run.Cycles, run.Energy?.Total) };
        }

        return view with { Host = clock.Read(options.ThreadCount) };
    }

    private static InferenceView View(BnnNetwork network, ImageDataSet data, DeviceModel model, InferOptions options, UploadReport upload, InferenceRun run, TraceRecorder? recorder)
    {
        byte[] predictions = run.Predictions();
        int correct = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            correct += predictions[i] == data.Labels[i] ? 1 : 0;
        }

        return new InferenceView
        {
            Device = new NamedHash(model.Name, model.Hash),
            Network = new NamedHash(network.Name, NetworkFile.ContentHash(network)),
            Data = data.Name,
            Correct = correct,
            Total = predictions.Length,
            PredictionsSha256 = Convert.ToHexStringLower(SHA256.HashData(predictions)),
            Cycles = run.Run.Cycles,
            DeviceSeconds = run.Run.Cycles * model.ClockPs * 1e-12,
            ByPhase = PhaseCycles.Of(run.Run.Critical),
            FirstImageCycles = run.Run.Domains.Take(run.Sharding.PixelShards).Max(d => d.FirstMarkCycle),
            Energy = EnergyView.Of(run.Energy),
            EnergyAbsentReason = model.EnergyAbsentReason,
            Upload = new UploadView(upload.Run.Cycles, upload.Bytes, upload.Energy?.Total),
            Commands = [.. model.Standard.Commands.Select(c => KeyValuePair.Create(c.Name, run.Run.Domains.Sum(d => d.TotalCommands(c.Id)))).Where(c => c.Value > 0)],
            Path = options.Reference ? "reference" : "fast",
            CommandsExecuted = run.CommandsExecuted,
            Layers = [.. run.Layers.Select((l, i) => Layer(l, run.Energy?.OfLayer(i)))],
            Trace = recorder?.View(options.Record!),
            Host = new HostView(0, 0, options.ThreadCount),
        };
    }

    private static LayerView Layer(LayerReport l, Int128? energy) => new()
    {
        Name = l.Name,
        Where = l.Where,
        Cycles = l.Cycles,
        EnergyAj = energy,
        BitMacs = l.BitMacs,
        RealMacs = l.RealMacs,
        PeakCycles = l.PeakCycles,
        ColumnReads = l.ColumnReads,
        BusBytes = l.BusBytes,
    };

    private InferenceView Infer(InferOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        if (options.RequestsFormat is not null && options.Requests is null)
        {
            throw new UserErrorException("PIM0901", "--requests-format is given without requests", remedy: "give --requests FILE as well");
        }

        var clock = new HostClock();
        string deviceName = writer.OrDefault(options.Device, "--device", Defaults.Device);
        string networkName = writer.OrDefault(options.Network, "--network", NetworkCatalog.DefaultName);
        string dataName = writer.OrDefault(options.Data, "--data", DataCatalog.DefaultName);

        // Unpacking images takes as long as everything else that is loaded.
        Task<ImageDataSet> loading = Task.Run(() => DataCatalog.Resolve(dataName, DataSplit.Test), cancellationToken);
        DeviceModel model = DeviceModelLoader.Load(deviceName, options.Set);
        writer.Warn(model.Warnings);
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(networkName);
        ImageDataSet data = loading.GetAwaiter().GetResult();
        if (options.Images is { } count)
        {
            data = data.Take(count);
        }

        return Infer(network, data, model, options, clock, progress, cancellationToken);
    }
}
