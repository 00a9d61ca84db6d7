using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// A kernel on plain memory, bound by its traffic: all operands are read, then all results are written. Addresses go round the
/// pseudo-channels, so each has the same share; one of them is run.
/// </summary>
public static class PlainKernel
{
    /// <summary>Times it.</summary>
    /// <param name="shape">The kernel.</param>
    /// <param name="model">The device.</param>
    /// <param name="single">The same device with one pseudo-channel.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static PlainRun Time(KernelShape shape, DeviceModel model, DeviceModel single, CancellationToken cancellation)
    {
        int sharers = model.Organization.Channels * model.Organization.PseudoChannels;
        int burst = model.Organization.AccessBits / 8;
        long valueBits = model.Unit is { } unit ? unit.LaneBits / unit.SimdLanes : 32;
        long inputs = shape.Kind switch
        {
            KernelKind.Gemv => ((long)shape.Outputs * shape.Inputs) + ((long)shape.Inputs * shape.Batch),
            KernelKind.Relu => shape.Results,
            _ => 2 * shape.Results,
        };
        long reads = Share(inputs * valueBits / 8, burst * sharers);
        long writes = Share(shape.Results * valueBits / 8, burst * sharers);
        var replay = new RequestReplay(single);
        long Cycles(long written, long from)
        {
            using var traffic = new PlainTraffic(reads, written, from, burst);
            return replay.Run(traffic, default(NullRequestObserver), null, cancellation).Cycles;
        }

        return new PlainRun(Cycles(writes, Cycles(0, 0)), reads * sharers, writes * sharers);
    }

    private static long Share(long bytes, int width) => (bytes + width - 1) / width;
}
