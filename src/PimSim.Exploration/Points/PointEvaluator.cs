using System.Security.Cryptography;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>Evaluates points: a pure function of the description. Any number of threads may use one at a time.</summary>
public sealed class PointEvaluator(SharedWork shared)
{
    /// <summary>Evaluates a point; a fault of it is its result.</summary>
    /// <exception cref="OperationCanceledException">Cancelled: the point has no result.</exception>
    public PointResult Evaluate(PointDescription point, CancellationToken cancellation)
    {
        try
        {
            return new PointResult { Figures = Figures(point, cancellation) };
        }
        catch (UserErrorException e)
        {
            return PointResult.Failed(e.Diagnostics[0].Code, e.Diagnostics[0].Message);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            // A bug of ours at one point must not cost the others.
            return PointResult.Failed("PIM1255", $"internal error: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private PointFigures Figures(PointDescription point, CancellationToken cancellation)
    {
        DeviceModel model = DeviceModelLoader.Load(point.Device, point.Set);
        (string key, BnnNetwork network, string hash) = Network(point, model, cancellation);
        int images = Images(point, network);
        string run = FormattableString.Invariant($"{model.TimingHash} {hash} {images} {point.Upload}");
        TimedPoint timed = shared.Timing(run, () => Time(model, key, network, images, point.Upload, cancellation));
        PointFigures figures = PointFiguresBuilder.Build(model, hash, images, timed);
        return point.Evaluate == EvaluationKind.Timing ? figures : WithAccuracy(figures, point, model, (key, network, hash), images, cancellation);
    }

    private (string Key, BnnNetwork Network, string Hash) Network(PointDescription point, DeviceModel model, CancellationToken cancellation)
    {
        if (point.Training is null)
        {
            return (point.Network, shared.Network(point.Network), shared.NetworkHash(point.Network));
        }

        string key = TrainingSettings.KeyOf(point, model);
        BnnNetwork network = shared.Trained(key, () => TrainingSettings.Train(point, model, shared, cancellation));
        return ("trained " + key, network, shared.TrainedHash(key, network));
    }

    private int Images(PointDescription point, BnnNetwork network)
    {
        if (point.Evaluate == EvaluationKind.Accuracy && network.IsShapeOnly)
        {
            throw new UserErrorException("PIM1261", $"network '{network.Name}' is only a shape: its bits are drawn, so there is no accuracy", null, "evaluate timing");
        }

        return point.Images ?? shared.Data(point.Data, DataSplit.Test).Count;
    }

    private TimedPoint Time(DeviceModel model, string key, BnnNetwork network, int images, bool withUpload, CancellationToken cancellation)
    {
        var driver = new PimDriver(new PimDevice(model, 0), Placement.Create(model, shared.Workload(key, network, model)));
        InferenceTiming run = driver.Time(images, cancellation);
        UploadTiming? upload = withUpload ? driver.TimeUpload(images, cancellation) : null;
        return new TimedPoint(run.Run, run.Sharding.PixelShards, run.Layers, upload?.Run, upload?.Bytes);
    }

    private PointFigures WithAccuracy(
        PointFigures figures, PointDescription point, DeviceModel model, (string Key, BnnNetwork Network, string Hash) network, int images, CancellationToken cancellation)
    {
        ImageDataSet data = shared.Data(point.Data, DataSplit.Test);
        if (images < data.Count || point.Images is not null)
        {
            data = data.Take(images);
        }

        if (model.Faults.IsActive)
        {
            return UnderFaults(figures, point, model, network, data, cancellation);
        }

        string bits = FormattableString.Invariant($"{model.Hash} {network.Hash} {point.Data} {images} {point.Seed}");
        byte[] classes = shared.Predictions(bits, () => Predict(model, network.Key, network.Network, data, point.Seed, cancellation));
        long correct = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            correct += classes[i] == data.Labels[i] ? 1 : 0;
        }

        return figures with
        {
            Correct = correct,
            Accuracy = (double)correct / classes.Length,
            PredictionsSha256 = Convert.ToHexStringLower(SHA256.HashData(classes)),
        };
    }

    private PointFigures UnderFaults(
        PointFigures figures, PointDescription point, DeviceModel model, (string Key, BnnNetwork Network, string Hash) network, ImageDataSet data, CancellationToken cancellation)
    {
        var device = new PimDevice(model, (ulong)point.Seed);
        Placement placement = Placement.Create(model, shared.Workload(network.Key, network.Network, model));
        var driver = new PimDriver(device, placement);
        var images = new DataSetImages(network.Network, data);
        void Upload() => driver.Upload(new UploadOptions { Images = data.Count }, cancellation);
        SoundRun? sound = null;
        if (FaultStudy.Shares(model, data.Count))
        {
            string bits = FormattableString.Invariant($"{model.TimingHash} {network.Hash} {point.Data} {data.Count} {point.Seed}");
            sound = shared.Sound(bits, () =>
            {
                Upload();
                return SoundRun.Create(placement, device, images, 1, cancellation);
            });
        }
        else
        {
            Upload();
        }

        var study = new FaultStudy(driver, placement, device, images, data.Labels, cancellation, sound);
        IReadOnlyList<SeedResult> seeds = study.Run((ulong)point.Seed, point.FaultSeeds, 1, cancellation);
        long correct = seeds.Sum(s => (long)s.Correct);
        figures = figures with { Correct = correct, Accuracy = (double)correct / seeds.Sum(s => (long)s.Total) };
        if (seeds.Count == 1)
        {
            return figures;
        }

        BootstrapInterval interval = BootstrapInterval.OfMean([.. seeds.Select(s => s.Accuracy)], (ulong)point.Seed);
        return figures with { AccuracyLower = interval.Lower, AccuracyUpper = interval.Upper };
    }

    private byte[] Predict(DeviceModel model, string key, BnnNetwork network, ImageDataSet data, long seed, CancellationToken cancellation)
    {
        var driver = new PimDriver(new PimDevice(model, (ulong)seed), Placement.Create(model, shared.Workload(key, network, model)));
        driver.Upload(new UploadOptions { Images = data.Count }, cancellation);
        return driver.Predict(new DataSetImages(network, data), 1, cancellation);
    }
}
