using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// The same device without processing: a host moves weights and activations over the buses, in the order that moves the fewest
/// bytes with its cache, and computes. The memory is the bound: the host waits for it and never the other way round.
/// </summary>
public static class PlainInference
{
    /// <summary>Most requests that are replayed: each one is, none is extrapolated.</summary>
    public const long MaximumRequests = 20_000_000;

    /// <summary>Runs it.</summary>
    /// <exception cref="UserErrorException">
    /// PIM0455: a workload that is no chain of layers. PIM0723: more than <see cref="MaximumRequests"/> requests. PIM0724: a cache too small. PIM0725: what is moved does not fit into
    /// the device. PIM0620, PIM0621, PIM0623: the device serves no plain requests.
    /// </exception>
    public static PlainInferenceRun Run(DeviceModel model, Workload workload, int images, CancellationToken cancellation)
    {
        if (!workload.IsChain || workload.Operations.Any(o => o is ElementwiseOperation))
        {
            throw new UserErrorException(
                "PIM0455", $"the plain inference of '{workload.Name}', whose tensors branch or are worked on between layers, is not supported yet", null, "take a network that is a chain of layers");
        }

        var replay = new RequestReplay(model) { ChannelsApart = true };
        int burst = model.Organization.AccessBits / 8;
        LayerTraffic[] layers = [.. workload.Operations.Select(o => LayerTraffic.Of(o, burst))];
        IReadOnlyList<PlainGroup> groups = PlainPlan.Create(workload, layers, images, model.HostCacheBytes / 2 / burst);
        long bursts = groups.Sum(g => g.Bursts);
        if (bursts > MaximumRequests)
        {
            throw new UserErrorException(
                "PIM0723",
                $"the plain inference of {images} images moves {bursts} bursts; at most {MaximumRequests} are replayed",
                null,
                "lower --images, or raise 'host.cacheKiB'");
        }

        long middle = 1L << (model.Controller.Mapping!.AddressBits - 1);
        using var traffic = new PlainInferenceTraffic(layers, groups, images, burst, middle / burst);
        long most = Math.Max(traffic.WeightBursts, traffic.ActivationBursts) * burst;
        if (most > middle)
        {
            throw new UserErrorException(
                "PIM0725",
                $"weights or activations of the plain inference take {most} bytes, half of device '{model.Name}' has {middle}",
                null,
                "lower --images, or take a larger device");
        }

        ReplayResult result = replay.Run(traffic, default(NullRequestObserver), null, cancellation);
        Int128 host = (Int128)workload.Operations.OfType<RealOperation>().Sum(o => o.Shape.MacsPerImage) * images * model.HostAjPerMac;
        return new PlainInferenceRun
        {
            CacheBytes = model.HostCacheBytes,
            Bytes = bursts * burst,
            Replay = result,
            EnergyAj = ReplayEnergy.Of(model, result, out _)?.Total + host,
            HostAj = host,
            Layers = [.. groups.SelectMany((g, i) => Enumerable.Range(g.First, g.Count).Select(l => Layer(workload, layers[l], g, i, l, images, burst)))],
        };
    }

    private static PlainLayer Layer(Workload workload, LayerTraffic layer, PlainGroup g, int group, int index, long images, long burst) => new(
        workload.Operations[index].Name,
        group,
        g.Order,
        layer.Weights * g.WeightReads * burst,
        index == g.First ? layer.Input * images * g.InputReads * burst : 0,
        index == g.Last ? layer.Output * images * burst : 0);
}
