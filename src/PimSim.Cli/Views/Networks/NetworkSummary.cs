using System.Text.Json;
using PimSim.Bnn;

namespace PimSim.Cli;

/// <summary>A network in a few numbers.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Hash">Hash of its content.</param>
/// <param name="Input">Shape of an image.</param>
/// <param name="Classes">Classes.</param>
/// <param name="IsShapeOnly">True: its bits are drawn, so it is for timing only.</param>
/// <param name="Layers">Its layers.</param>
internal sealed record NetworkSummary(string Name, string Hash, ImageShape Input, int Classes, bool IsShapeOnly, IReadOnlyList<NetworkLayerView> Layers)
{
    /// <summary>Parameters of all layers.</summary>
    public long Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>Binary multiply-accumulates of an image.</summary>
    public long BitMacs => Layers.Sum(l => l.BitMacs);

    /// <summary>Real multiply-accumulates of an image.</summary>
    public long RealMacs => Layers.Sum(l => l.RealMacs);

    /// <summary>Counts what is in a network.</summary>
    /// <exception cref="Core.UserErrorException">It cannot be planned.</exception>
    public static NetworkSummary Of(string name, BnnNetwork network) => new(
        name,
        NetworkFile.ContentHash(network),
        new ImageShape(network.Input.Height, network.Input.Width, network.Input.Channels),
        network.Classes.Count,
        network.IsShapeOnly,
        Steps(NetworkPlanner.PlanSteps(network)));

    private static NetworkLayerView[] Steps(NetworkPlan plan) =>
        [.. plan.Steps.Select(s => s is LayerStep layer ? NetworkLayerView.Of(layer.Plan) : NetworkLayerView.Of((ElementwiseStep)s, plan))];

    /// <summary>Members of an object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("name", Name);
        json.WriteString("hash", Hash);
        json.WriteBoolean("shapeOnly", IsShapeOnly);
        WriteShape(json, "input", Input);
        json.WriteNumber("classes", Classes);
        json.WriteNumber("parameters", Parameters);
        json.WriteNumber("bitMacs", BitMacs);
        json.WriteNumber("realMacs", RealMacs);
    }

    /// <summary>A shape as height, width, channels.</summary>
    public static void WriteShape(Utf8JsonWriter json, string name, ImageShape shape) =>
        json.WriteNumbers(name, [shape.Height, shape.Width, shape.Channels]);
}
