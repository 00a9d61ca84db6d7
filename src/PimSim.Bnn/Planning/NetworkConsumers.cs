namespace PimSim.Bnn;

/// <summary>Which nodes take the output of which, and for what they need it.</summary>
internal sealed class NetworkConsumers
{
    private readonly Dictionary<string, List<NetworkNode>> consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkNode> nodes = new(StringComparer.Ordinal);
    private readonly string last;

    public NetworkConsumers(BnnNetwork network)
    {
        consumers.Add(BnnNetwork.InputName, []);
        foreach (NetworkNode node in network.Nodes)
        {
            nodes.Add(node.Name, node);
            consumers.Add(node.Name, []);
            foreach (string input in node.Inputs)
            {
                consumers[input].Add(node);
            }
        }

        last = network.Nodes[^1].Name;
    }

    /// <summary>Nodes that take the output of a node, once for each time they do.</summary>
    public IReadOnlyList<NetworkNode> Of(string name) => consumers[name];

    public NetworkNode? Find(string name) => nodes.GetValueOrDefault(name);

    public bool IsLast(string name) => string.Equals(name, last, StringComparison.Ordinal);

    /// <summary>
    /// Whether the numbers of a batch norm or pool are needed; else its signs are enough, which are decided exactly where a batch norm is
    /// followed by pools and a sign only.
    /// </summary>
    public bool NeedsNumbers(string name, Predicate<NetworkNode> isFolded) => IsLast(name) || consumers[name].Exists(c => c switch
    {
        SignNode => NormBefore(name, isFolded) is null,
        MaxPoolNode => NeedsNumbers(c.Name, isFolded),
        _ => true,
    });

    /// <summary>The batch norm that stands before the pools that end in <paramref name="name"/>, and those pools, first to last; null where there is none.</summary>
    public (BatchNormNode Norm, List<MaxPoolNode> Pools)? NormBefore(string name, Predicate<NetworkNode> isFolded)
    {
        var pools = new List<MaxPoolNode>();
        NetworkNode? node = Find(name);
        for (; node is MaxPoolNode pool && !isFolded(pool); node = Find(pool.Inputs[0]))
        {
            pools.Insert(0, pool);
        }

        return node is BatchNormNode norm && !isFolded(norm) ? (norm, pools) : null;
    }
}
