using System.Globalization;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>kernel run</c>: exit code 1 when what came out is not what the host computes.</summary>
internal sealed class KernelRunVerb(KernelRunOptions options, ResultWriter writer) : IVerb
{
    /// <summary>Kernels up to so many operations are executed and checked without being asked to: about a second.</summary>
    private const long CheckedOperations = 1 << 20;

    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DistinctFiles.Require(("--out", options.ResultFile), ("--record", options.Record));
        var clock = new HostClock();
        KernelShape shape = ShapeText.Parse(options.Kernel, options.Shape, options.Batch);
        string device = writer.OrDefault(options.Device, "--device", Defaults.KernelDevice);
        DeviceModel model = SoundDevice.Require(DeviceModelLoader.Load(device, options.Set), "kernel run");
        writer.Warn(model.Warnings);
        var kernel = new PimKernel(model, shape);
        bool execute = options.Reference || shape.Operations <= CheckedOperations;
        (KernelRun run, RecordedCommandsView? record) = Run(kernel, model, execute, cancellationToken);
        writer.Write(new KernelRunView
        {
            Kernel = options.Kernel,
            ShapeText = options.Shape,
            Shape = shape,
            Device = model,
            Run = run,
            Plain = options.Baseline is null ? null : PlainKernel.Time(shape, model, Single(device), cancellationToken),
            Record = record,
            Seed = execute ? options.Seed : null,
            Host = clock.Read(1),
        });
        return Task.FromResult(run.Check is { Mismatches: > 0 } ? ExitCode.DoesNotHold : ExitCode.Done);
    }

    private (KernelRun Run, RecordedCommandsView? Record) Run(PimKernel kernel, DeviceModel model, bool execute, CancellationToken cancellationToken)
    {
        KernelRun Go(ICommandSink? sink) => execute ? kernel.Execute((ulong)options.Seed, sink, cancellationToken) : kernel.Time(sink, cancellationToken);
        if (options.Record is null)
        {
            return (Go(null), null);
        }

        KeyValuePair<string, string>[] provenance = [new("kernel", options.Kernel), new("shape", options.Shape), new("batch", options.Batch.ToString(CultureInfo.InvariantCulture))];
        using CommandTraceWriter file = CommandTraceWriter.Create(options.Record, CommandTraceHeader.For(model, provenance, []));
        KernelRun run = Go(new KernelRecorder(file));
        file.Complete();
        return (run, new RecordedCommandsView(options.Record, CommandFormats.NameOf(CommandFormat.Native), file.Commands, new FileInfo(options.Record).Length));
    }

    /// <summary>The device with one pseudo-channel.</summary>
    private DeviceModel Single(string device)
    {
        string[] counts = ["organization.channels=", "organization.pseudoChannels="];
        return DeviceModelLoader.Load(device, [.. options.Set.Where(s => !counts.Any(c => s.StartsWith(c, StringComparison.Ordinal))), .. counts.Select(c => c + "1")]);
    }
}
