using System.Security.Cryptography;
using PimSim.Bnn;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Puts the figures of a run together.</summary>
internal static class InferenceViews
{
    /// <summary>All that follows from timing: no accuracy, no predictions, path <c>timing</c>.</summary>
    public static InferenceView OfTiming(BnnNetwork network, string? data, int images, DeviceModel model, UploadTiming upload, InferenceTiming run) => new()
    {
        Device = new NamedHash(model.Name, model.Hash),
        Network = new NamedHash(network.Name, NetworkFile.ContentHash(network)),
        IsShapeOnly = network.IsShapeOnly,
        Data = data,
        Total = images,
        Cycles = run.Run.Cycles,
        DeviceSeconds = run.Run.Cycles * model.ClockPs * 1e-12,
        ByPhase = PhaseCycles.Of(run.Run.Critical),
        FirstImageCycles = run.Run.Domains.Take(run.Sharding.PixelShards).Max(d => d.FirstMarkCycle),
        Energy = EnergyView.Of(run.Energy),
        EnergyAbsentReason = model.EnergyAbsentReason,
        Upload = new UploadView(upload.Run.Cycles, upload.Bytes, upload.Energy?.Total),
        Sequencer = new SequencerView(run.Sequencer),
        Commands = [.. model.Standard.Commands.Select(c => KeyValuePair.Create(c.Name, run.Run.Domains.Sum(d => d.TotalCommands(c.Id)))).Where(c => c.Value > 0)],
        Path = "timing",
        CommandsExecuted = 0,
        Peak = PeakView.Of(model),
        Layers = [.. run.Layers.Select((l, i) => Layer(l, run, i))],
        Host = new HostView(0, 0, 1),
    };

    /// <summary>A run with its bits.</summary>
    public static InferenceView OfRun(BnnNetwork network, ImageDataSet data, DeviceModel model, UploadReport upload, InferenceRun run, bool reference)
    {
        byte[] predictions = run.Predictions();
        int correct = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            correct += predictions[i] == data.Labels[i] ? 1 : 0;
        }

        return OfTiming(network, data.Name, predictions.Length, model, upload, run) with
        {
            Correct = correct,
            PredictionsSha256 = Convert.ToHexStringLower(SHA256.HashData(predictions)),
            Path = reference ? "reference" : "fast",
            CommandsExecuted = run.CommandsExecuted,
        };
    }

    private static LayerView Layer(LayerReport l, InferenceTiming run, int layer) => new()
    {
        Name = l.Name,
        Where = l.Where,
        Cycles = l.Cycles,
        EnergyAj = run.Energy?.OfLayer(layer),
        ByPhase = PhaseCycles.OfLayer(run.Run.Critical, layer),
        EnergyByPart = EnergyView.PartsOfLayer(run.Energy, layer),
        BitMacs = l.BitMacs,
        RealMacs = l.RealMacs,
        PeakCycles = l.PeakCycles,
        ColumnReads = l.ColumnReads,
        BusBytes = l.BusBytes,
    };
}
