using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Collects the nodes of a trained graph.</summary>
internal sealed class GraphExport
{
    private readonly Dictionary<string, string> nodeOf = new(StringComparer.Ordinal) { [BnnNetwork.InputName] = BnnNetwork.InputName };
    private readonly Dictionary<string, float[]> scales = new(StringComparer.Ordinal);
    private readonly List<NetworkNode> nodes = [];

    public IReadOnlyList<NetworkNode> Nodes => nodes;

    /// <summary>The node whose output is the result of a layer.</summary>
    public string NodeOf(string layer) => nodeOf[layer];

    /// <summary>Scales of the channels of a layer's result that its node does not apply; null where it does.</summary>
    public float[]? ScalesOf(string layer) => scales.GetValueOrDefault(layer);

    /// <summary>Adds a node; the last one added for a layer gives its result.</summary>
    public void Add(string layer, NetworkNode node)
    {
        nodes.Add(node);
        nodeOf[layer] = node.Name;
    }

    /// <summary>Says that who takes a layer's result must apply these.</summary>
    public void LeaveScales(string layer, float[]? channelScales)
    {
        if (channelScales is not null)
        {
            scales[layer] = channelScales;
        }
    }
}
