using System.Text.Json;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What a training costs on the device.</summary>
internal sealed record TrainingCostView
{
    /// <summary>Storing the initial parameters, once.</summary>
    public required TrainingPhaseView Upload { get; init; }

    /// <summary>One evaluation: upload of the network as it stands, and the test images.</summary>
    public required TrainingPhaseView Evaluation { get; init; }

    /// <summary>Evaluations.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps of an epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Domains that work.</summary>
    public required int Domains { get; init; }

    /// <summary>Rows that training takes in every bank of these.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers of the SIMD lanes, in which was trained.</summary>
    public NumberFormat Format { get; init; }

    /// <summary>An epoch, layer by layer.</summary>
    public required IReadOnlyList<TrainingLayerView> Layers { get; init; }

    /// <summary>Multiply-adds and additions of the host in an epoch: loss, and sums over blocks of images.</summary>
    public required long HostMacs { get; init; }

    /// <summary>Attojoules of these, which are in the layers too.</summary>
    public required Int128? HostEnergyAj { get; init; }

    /// <summary>Attojoules of the domains that do not work, in an epoch.</summary>
    public required Int128? IdleEnergyAj { get; init; }

    /// <summary>Who says what units do, and what that takes.</summary>
    public TrainingSequencerView Sequencer { get; init; } = TrainingSequencerView.OnHost;

    /// <summary>Commands of the training that were executed on banks; 0 without <c>--reference</c>.</summary>
    public long CommandsExecuted { get; init; }

    /// <summary>Seconds of a cycle.</summary>
    public required double SecondsPerCycle { get; init; }

    /// <summary>Forward part of an epoch.</summary>
    public TrainingPhaseView Forward => Sum(l => l.Forward);

    /// <summary>Backward part of an epoch.</summary>
    public TrainingPhaseView Backward => Sum(l => l.Backward);

    /// <summary>Updates of an epoch.</summary>
    public TrainingPhaseView Update => Sum(l => l.Update);

    /// <summary>Domains that do not work, in an epoch: no cycles of their own.</summary>
    private TrainingPhaseView Idle => new(0, IdleEnergyAj);

    /// <summary>The steps of an epoch.</summary>
    public TrainingPhaseView Epoch => Forward + Backward + Update + Idle;

    /// <summary>The whole training.</summary>
    public TrainingPhaseView Total => Upload + (Epoch * Epochs) + (Evaluation * Evaluations);

    /// <summary>The whole training in seconds of the device.</summary>
    public double DeviceSeconds => Total.Cycles * SecondsPerCycle;

    /// <summary>The member <c>training</c>.</summary>
    public void Write(Utf8JsonWriter json) => json.WriteObject("training", () =>
    {
        json.WriteNumber("cycles", Total.Cycles);
        json.WriteNumber("deviceSeconds", DeviceSeconds);
        json.WritePicojoules("energyPj", Total.EnergyAj);
        json.WriteNumber("domains", Domains);
        json.WriteNumber("rows", Rows);
        json.WriteString("numberFormat", Format switch
        {
            NumberFormat.Bf16 => "bf16",
            NumberFormat.Fp16 => "fp16",
            _ => "fp32",
        });
        json.WriteNumber("stepsPerEpoch", Steps);
        json.WriteNumber("evaluations", Evaluations);
        json.WriteNumber("commandsExecuted", CommandsExecuted);
        json.WriteObject("byPhase", () =>
        {
            Upload.Write("upload", json);
            (Forward * Epochs).Write("forward", json);
            (Backward * Epochs).Write("backward", json);
            (Update * Epochs).Write("update", json);
            (Evaluation * Evaluations).Write("evaluation", json);
            (Idle * Epochs).Write("idleDomains", json);
        });
        Sequencer.Write(json, Epochs);
        json.WriteObject("epoch", () =>
        {
            json.WriteNumber("cycles", Epoch.Cycles);
            json.WriteNumber("deviceSeconds", Epoch.Cycles * SecondsPerCycle);
            json.WritePicojoules("energyPj", Epoch.EnergyAj);
            json.WriteObjects("layers", Layers, layer =>
            {
                json.WriteString("name", layer.Name);
                json.WriteString("where", "device");
                layer.Forward.Write("forward", json);
                layer.Backward.Write("backward", json);
                layer.Update.Write("update", json);
            });
            json.WriteObject("lossAndSums", () =>
            {
                json.WriteString("where", "host");
                json.WriteNumber("macs", HostMacs);
                json.WritePicojoules("energyPj", HostEnergyAj);
            });
        });
    });

    private TrainingPhaseView Sum(Func<TrainingLayerView, TrainingPhaseView> phase) => Layers.Select(phase).Aggregate((a, b) => a + b);
}
