using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>device list</c>.</summary>
internal sealed class DeviceListVerb(ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<DeviceModel> devices = [];
        foreach (string name in DeviceCatalog.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            devices.Add(DeviceModelLoader.Load(name, []));
        }

        writer.Write(new DeviceListView(devices, Defaults.Device));
        return Task.FromResult(ExitCode.Done);
    }
}
