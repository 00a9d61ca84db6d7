using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A network uploaded twice: once to be run on the fast path, once on the reference path.</summary>
internal sealed class PairOfRuns
{
    private readonly DeviceRun fast;
    private readonly DeviceRun reference;

    public PairOfRuns(BnnNetwork network, DeviceModel model, Action<DomainCore>? afterStore = null)
    {
        var options = new UploadOptions { AfterStore = afterStore };
        fast = new DeviceRun(network, model, reference: false, options);
        reference = new DeviceRun(network, model, reference: true, options);
        Assert.Equal(reference.Upload.Scales, fast.Upload.Scales);
        Assert.Equal(reference.Upload.Thresholds, fast.Upload.Thresholds);
        Assert.Equal(reference.Upload.Tensors, fast.Upload.Tensors);
    }

    public UploadReport Upload => fast.Upload;

    public IEnumerable<DomainCore> Cores => fast.Device.Cores.Concat(reference.Device.Cores);

    /// <summary>The run on the fast path, with its figures.</summary>
    public InferenceRun FastRun(IImageSource images) => fast.Run(images, threads: 2);

    /// <summary>Scores by image, the same on both paths.</summary>
    public float[][] Scores(IImageSource images)
    {
        InferenceRun run = reference.Run(images);
        Assert.Equal(run.Scores, fast.Run(images).Scores);
        return [.. run.Scores.Chunk(run.Outputs)];
    }
}
