using System.Text.Json;

namespace PimSim.Cli;

/// <summary>Members of an <see cref="InferenceView"/>'s document; docs/schemas/pimsim.infer-1.schema.json describes them.</summary>
internal static class InferenceJson
{
    public static void Write(InferenceView view, Utf8JsonWriter json)
    {
        WriteEvaluation(view, json);
        view.Faults?.WriteTo(json);
        view.Study?.WriteTo(json);
        view.Trace?.WriteTo(json);
        view.Activity?.WriteTo(json);
        view.Timeline?.WriteTo(json);
        view.Together?.WriteTo(json);
        view.Baseline?.WriteTo(json);
        view.Host.WriteTo(json);
    }

    /// <summary>All but <c>trace</c> and <c>host</c>, for documents that contain an evaluation.</summary>
    public static void WriteEvaluation(InferenceView view, Utf8JsonWriter json)
    {
        view.Device.WriteTo(json, "device");
        view.Network.WriteTo(json, "network");
        json.WriteObject("data", () =>
        {
            if (view.Data is not null)
            {
                json.WriteString("name", view.Data);
            }

            json.WriteNumber("images", view.Total);
        });
        json.WriteString("path", view.Path);
        json.WriteNumber("commandsExecuted", view.CommandsExecuted);
        if (view is { Correct: { } correct, Accuracy: { } accuracy })
        {
            json.WriteObject("accuracy", () =>
            {
                json.WriteNumber("correct", correct);
                json.WriteNumber("total", view.Total);
                json.WriteNumber("value", accuracy);
            });
        }

        if (view.PredictionsSha256 is { } sha256)
        {
            json.WriteObject("predictions", () => json.WriteString("sha256", sha256));
        }

        json.WriteObject("time", () =>
        {
            json.WriteNumber("cycles", view.Cycles);
            json.WriteNumber("deviceSeconds", view.DeviceSeconds);
            json.WriteCounts("byPhase", view.ByPhase.Named);
        });
        json.WriteObject("latency", () => json.WriteNumber("firstImageCycles", view.FirstImageCycles));
        json.WriteObject("throughput", () => json.WriteNumber("imagesPerSecond", view.ImagesPerSecond));
        EnergyView.Write(view.Energy, view.EnergyAbsentReason, view.DeviceSeconds, json);
        json.WriteObject("upload", () =>
        {
            json.WriteNumber("cycles", view.Upload.Cycles);
            json.WriteNumber("bytes", view.Upload.Bytes);
            json.WritePicojoules("energyPj", view.Upload.EnergyAj);
        });
        view.Sequencer.WriteTo(json);
        view.Peak.WriteTo(json);
        json.WriteCounts("commands", view.Commands);
        json.WriteObjects("layers", view.Layers, layer => WriteLayer(layer, json));
    }

    private static void WriteLayer(LayerView layer, Utf8JsonWriter json)
    {
        json.WriteString("name", layer.Name);
        json.WriteString("where", layer.Where);
        json.WriteNumber("cycles", layer.Cycles);
        json.WritePicojoules("energyPj", layer.EnergyAj);
        json.WriteNumber("bitMacs", layer.BitMacs);
        json.WriteNumber("realMacs", layer.RealMacs);
        json.WriteNumber("peakCycles", layer.PeakCycles);
        json.WriteNumber("utilization", layer.Utilization);
        json.WriteNumber("columnReads", layer.ColumnReads);
        json.WriteNumber("busBytes", layer.BusBytes);
        json.WriteCounts("byPhase", layer.ByPhase.Named);
        if (layer.EnergyByPart is { } parts)
        {
            json.WriteObject("energyByPart", () =>
            {
                foreach ((string part, Int128 attojoules) in parts)
                {
                    json.WritePicojoules(part, attojoules);
                }
            });
        }
    }
}
