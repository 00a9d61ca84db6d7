using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A network uploaded twice: once to be run on the fast path, once on the reference path.</summary>
internal sealed class PairOfRuns
{
    private readonly DeviceRun _fast;
    private readonly DeviceRun _reference;

    public PairOfRuns(BnnNetwork network, DeviceModel model, Action<DomainCore>? afterStore = null)
    {
        var options = new UploadOptions { AfterStore = afterStore };
        _fast = new DeviceRun(network, model, reference: false, options);
        _reference = new DeviceRun(network, model, reference: true, options);
        Assert.Equal(_reference.Upload.Scales, _fast.Upload.Scales);
        Assert.Equal(_reference.Upload.Thresholds, _fast.Upload.Thresholds);
        Assert.Equal(_reference.Upload.Tensors, _fast.Upload.Tensors);
    }

    public UploadReport Upload => _fast.Upload;

    public IEnumerable<DomainCore> Cores => _fast.Device.Cores.Concat(_reference.Device.Cores);

    /// <summary>The run on the fast path, with its figures.</summary>
    public InferenceRun FastRun(IImageSource images) => _fast.Run(images, threads: 2);

    /// <summary>Scores by image, the same on both paths.</summary>
    public float[][] Scores(IImageSource images)
    {
        InferenceRun run = _reference.Run(images);
        Assert.Equal(run.Scores, _fast.Run(images).Scores);
        return [.. run.Scores.Chunk(run.Outputs)];
    }
}
