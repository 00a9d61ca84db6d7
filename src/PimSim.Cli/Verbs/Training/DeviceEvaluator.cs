using PimSim.Bnn;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>Evaluates a network in training on a device of its own: upload, then the fast path, with the faults of the device.</summary>
internal sealed class DeviceEvaluator(DeviceModel model, ulong seed, ulong faultSeed) : INetworkEvaluator
{
    /// <inheritdoc/>
    public void Check(BnnNetwork network) => Place(network);

    /// <inheritdoc/>
    public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken)
    {
        var driver = new PimDriver(new PimDevice(model, seed), Place(network));
        driver.Upload(new UploadOptions { Images = images.Count }, cancellationToken);
        if (model.Faults.IsActive)
        {
            driver.Expose(faultSeed, images.Count, cancellationToken);
        }

        byte[] predictions = driver.Predict(new DataSetImages(network, images), threads, cancellationToken);
        int correct = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            correct += predictions[i] == images.Labels[i] ? 1 : 0;
        }

        return correct;
    }

    private Placement Place(BnnNetwork network) => Placement.Create(model, WorkloadBuilder.Build(network, model));
}
