using PimSim.Bnn;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>
/// What the points of a sweep share: networks, data, workloads, cycles of models whose energies and areas alone differ, classes
/// of the same model, and what devices give that differ in their faults alone. It changes no result.
/// </summary>
public sealed class SharedWork
{
    private readonly SharedCache<BnnNetwork> networks = new(64);
    private readonly SharedCache<string> networkHashes = new(64);
    private readonly SharedCache<ImageDataSet> data = new(8);
    private readonly SharedCache<Workload> workloads = new(64);
    private readonly SharedCache<TimedPoint> timings = new(1024);
    private readonly SharedCache<byte[]> predictions = new(2048);

    // Each may hold all activations of all images.
    private readonly SharedCache<SoundRun> sound = new(2);

    /// <summary>Runs that were timed; points of equal timing share one.</summary>
    public int TimedRuns => timings.Made;

    /// <summary>Runs whose classes were computed.</summary>
    public int PredictedRuns => predictions.Made;

    /// <summary>Sets of images that were computed on devices without their faults.</summary>
    public int SoundRuns => sound.Made;

    /// <summary>A network by name or file.</summary>
    public BnnNetwork Network(string name) => networks.Get(name, () => NetworkCatalog.Shipped.Resolve(name));

    /// <summary>The hash of its content.</summary>
    public string NetworkHash(string name) => networkHashes.Get(name, () => NetworkFile.ContentHash(Network(name)));

    /// <summary>The images of a split.</summary>
    public ImageDataSet Data(string name, DataSplit split) => data.Get($"{split} {name}", () => DataCatalog.Resolve(name, split));

    /// <summary>A trained network, by all that it follows from.</summary>
    internal BnnNetwork Trained(string key, Func<BnnNetwork> train) => networks.Get("trained " + key, train);

    /// <summary>The hash of a trained network.</summary>
    internal string TrainedHash(string key, BnnNetwork network) => networkHashes.Get("trained " + key, () => NetworkFile.ContentHash(network));

    /// <summary>The workload of a network: it depends on the model only in where the first layer runs.</summary>
    internal Workload Workload(string key, BnnNetwork network, DeviceModel model) =>
        workloads.Get($"{model.FirstLayerOnHost} {key}", () => WorkloadBuilder.Build(network, model));

    /// <summary>Cycles and commands, by <see cref="DeviceModel.TimingHash"/>, network and images.</summary>
    internal TimedPoint Timing(string key, Func<TimedPoint> time) => timings.Get(key, time);

    /// <summary>Classes of images, by <see cref="DeviceModel.Hash"/>, network, images and seed.</summary>
    internal byte[] Predictions(string key, Func<byte[]> predict) => predictions.Get(key, predict);

    /// <summary>What a device gives without its faults, by <see cref="DeviceModel.TimingHash"/>, network, images and seed.</summary>
    internal SoundRun Sound(string key, Func<SoundRun> run) => sound.Get(key, run);
}
