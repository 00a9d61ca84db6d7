using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>device show</c>.</summary>
internal sealed class DeviceShowVerb(DeviceOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DeviceModel device = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        writer.Warn(device.Warnings);
        writer.Write(new DeviceShowView(device));
        return Task.FromResult(ExitCode.Done);
    }
}
