using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>kernel run</c>: exit code 1 when what came out is not what the host computes.</summary>
internal sealed class KernelRunVerb(KernelRunOptions options, ResultWriter writer) : IVerb
{
    /// <summary>Kernels up to so many operations are executed and checked without being asked to: about a second.</summary>
    private const long CheckedOperations = 1 << 20;

    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        KernelShape shape = ShapeText.Parse(options.Kernel, options.Shape, options.Batch);
        string device = writer.OrDefault(options.Device, "--device", Defaults.KernelDevice);
        DeviceModel model = DeviceModelLoader.Load(device, options.Set);
        writer.Warn(model.Warnings);
        var kernel = new PimKernel(model, shape);
        bool execute = options.Reference || shape.Operations <= CheckedOperations;
        KernelRun run = execute ? kernel.Execute((ulong)options.Seed, cancellationToken) : kernel.Time(cancellationToken);
        writer.Write(new KernelRunView
        {
            Kernel = options.Kernel,
            ShapeText = options.Shape,
            Shape = shape,
            Device = model,
            Run = run,
            Plain = options.Baseline is null ? null : PlainKernel.Time(shape, model, Single(device), cancellationToken),
            Seed = execute ? options.Seed : null,
            Host = clock.Read(1),
        });
        return Task.FromResult(run.Check is { Mismatches: > 0 } ? ExitCode.DoesNotHold : ExitCode.Done);
    }

    /// <summary>The device with one pseudo-channel.</summary>
    private DeviceModel Single(string device)
    {
        string[] counts = ["organization.channels=", "organization.pseudoChannels="];
        return DeviceModelLoader.Load(device, [.. options.Set.Where(s => !counts.Any(c => s.StartsWith(c, StringComparison.Ordinal))), .. counts.Select(c => c + "1")]);
    }
}
