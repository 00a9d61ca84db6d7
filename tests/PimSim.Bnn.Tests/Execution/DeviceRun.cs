using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A network uploaded to a device of its own and run.</summary>
internal sealed class DeviceRun
{
    public DeviceRun(BnnNetwork network, DeviceModel model, bool reference, UploadOptions? upload = null)
    {
        Network = network;
        Device = new PimDevice(model, 7);
        Driver = new PimDriver(Device, Placement.Create(model, WorkloadBuilder.Build(network, model)));
        Reference = reference;
        Upload = Driver.Upload((upload ?? new UploadOptions()) with { Reference = reference }, CancellationToken.None);
    }

    public BnnNetwork Network { get; }

    public PimDevice Device { get; }

    public PimDriver Driver { get; }

    public bool Reference { get; }

    public UploadReport Upload { get; }

    public InferenceRun Run(IImageSource images, int threads = 1) =>
        Driver.Run(images, new RunOptions { Reference = Reference, Threads = threads }, CancellationToken.None);
}
