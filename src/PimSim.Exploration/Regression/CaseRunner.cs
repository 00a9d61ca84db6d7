using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>Runs a case on the fast path.</summary>
internal static class CaseRunner
{
    /// <exception cref="UserErrorException">
    /// PIM1302: classes of a shape; PIM1305: seeds of no faults; and as for an inference: the model, the network, the data, or what does not fit.
    /// </exception>
    public static (CaseMeasurement Measured, byte[] Labels) Run(RegressionCase wanted, int threads, CancellationToken cancellation)
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(wanted.Network);
        DeviceModel model = DeviceModelLoader.Load(wanted.Device, wanted.Set);
        Check(wanted, network, model);
        ImageDataSet data = DataCatalog.Resolve(wanted.Data, DataSplit.Test);
        data = wanted.Images is { } count ? data.Take(count) : data;
        Workload workload = WorkloadBuilder.Build(network, model);
        var device = new PimDevice(model, (ulong)wanted.Seed);
        Placement placement = Placement.Create(model, workload);
        var driver = new PimDriver(device, placement);
        if (wanted.Evaluate == EvaluationKind.Timing)
        {
            return (Timed(driver, model, network, data.Count, cancellation), data.Labels);
        }

        driver.Upload(new UploadOptions { Images = data.Count }, cancellation);
        var images = new DataSetImages(network, data);
        if (wanted.FaultSeeds > 1)
        {
            var study = new FaultStudy(driver, placement, device, images, data.Labels, cancellation);
            IReadOnlyList<SeedResult> seeds = study.Run((ulong)wanted.Seed, wanted.FaultSeeds, threads, cancellation);
            return (Timed(driver, model, network, data.Count, cancellation) with { Seeds = new SeededAccuracy(wanted.Seed, data.Count, [.. seeds.Select(s => s.Correct)]) }, data.Labels);
        }

        if (model.Faults.IsActive)
        {
            driver.Expose((ulong)wanted.Seed, images.Count, cancellation);
        }

        var digests = new ActivationDigests(workload, images.Count);
        InferenceRun run = driver.Run(images, new RunOptions { Threads = threads, Digests = digests }, cancellation);
        byte[] predictions = run.Predictions();
        var measured = new CaseMeasurement
        {
            DeviceHash = model.Hash,
            NetworkHash = NetworkFile.ContentHash(network),
            Images = images.Count,
            Correct = predictions.Where((p, i) => p == data.Labels[i]).Count(),
            Predictions = predictions,
            Cycles = run.Run.Cycles,
            EnergyAj = run.Energy?.Total,
            Layers = [.. workload.Operations.Select((o, layer) => new LayerDigests(o.Name, digests.OfLayer(layer)))],
        };
        return (measured, data.Labels);
    }

    private static void Check(RegressionCase wanted, BnnNetwork network, DeviceModel model)
    {
        if (network.IsShapeOnly && wanted.Evaluate == EvaluationKind.Accuracy)
        {
            throw new UserErrorException(
                "PIM1302", $"case '{wanted.Name}': network '{network.Name}' is only a shape, its predictions would mean nothing", remedy: "give the case 'evaluate: timing', or take a trained network");
        }

        if (wanted.FaultSeeds > 1 && (wanted.Evaluate == EvaluationKind.Timing || !model.Faults.IsActive))
        {
            string why = wanted.Evaluate == EvaluationKind.Timing ? "computes no bits" : "its device has no faults";
            throw new UserErrorException("PIM1305", $"case '{wanted.Name}' has 'faultSeeds' and {why}", remedy: "leave 'faultSeeds' out, or set faults, for example faults.ber.weights=1e-4");
        }
    }

    private static CaseMeasurement Timed(PimDriver driver, DeviceModel model, BnnNetwork network, int images, CancellationToken cancellation)
    {
        InferenceTiming timing = driver.Time(images, cancellation);
        return new CaseMeasurement
        {
            DeviceHash = model.Hash,
            NetworkHash = NetworkFile.ContentHash(network),
            Images = images,
            Cycles = timing.Run.Cycles,
            EnergyAj = model.Energy is null ? null : InferenceEnergy.Of(model, timing.Run, timing.Layers).Total,
        };
    }
}
