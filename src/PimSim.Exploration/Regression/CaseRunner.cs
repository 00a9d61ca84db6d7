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
    /// <exception cref="UserErrorException">As for an inference: the model, the network, the data, or what does not fit.</exception>
    public static (CaseMeasurement Measured, byte[] Labels) Run(RegressionCase wanted, int threads, CancellationToken cancellation)
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(wanted.Network);
        if (network.IsShapeOnly)
        {
            throw new UserErrorException("PIM1302", $"case '{wanted.Name}': network '{network.Name}' is only a shape, its predictions would mean nothing", remedy: "take a trained network");
        }

        DeviceModel model = DeviceModelLoader.Load(wanted.Device, wanted.Set);
        ImageDataSet data = DataCatalog.Resolve(wanted.Data, DataSplit.Test);
        data = wanted.Images is { } count ? data.Take(count) : data;
        Workload workload = WorkloadBuilder.Build(network, model);
        var images = new DataSetImages(network, data);
        var driver = new PimDriver(new PimDevice(model, (ulong)wanted.Seed), Placement.Create(model, workload));
        driver.Upload(new UploadOptions { Images = images.Count }, cancellation);
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
            Correct = predictions.Where((p, i) => p == data.Labels[i]).Count(),
            Predictions = predictions,
            Cycles = run.Run.Cycles,
            EnergyAj = run.Energy?.Total,
            Layers = [.. workload.Operations.Select((o, layer) => new LayerDigests(o.Name, digests.OfLayer(layer)))],
        };
        return (measured, data.Labels);
    }
}
