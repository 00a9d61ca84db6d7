using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Brings nodes into an order in which values exist before they are taken.</summary>
internal static class OnnxOrder
{
    /// <summary>The nodes, as near to the file's order as is right.</summary>
    /// <param name="nodes">Nodes in the order of the file.</param>
    /// <param name="given">Names of inputs and stored tensors.</param>
    /// <param name="wanted">Names of the graph's outputs.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="UserErrorException">PIM1046: a cycle. PIM1047: a name given twice, or never.</exception>
    public static IReadOnlyList<OnnxNode> Sort(OnnxNode[] nodes, IReadOnlyList<string> given, IReadOnlyList<string> wanted, string file)
    {
        Dictionary<string, int> origin = new(StringComparer.Ordinal);
        foreach (string name in given)
        {
            AddOrigin(origin, name, -1, file);
        }

        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string output in nodes[i].Outputs.Where(output => output.Length > 0))
            {
                AddOrigin(origin, output, i, file);
            }
        }

        foreach ((string name, string taker) in nodes.SelectMany(node => node.Inputs.Where(i => i.Length > 0).Select(i => (i, $"node '{node.Name}' ({node.Operator})"))).Concat(wanted.Select(w => (w, "the graph's output"))))
        {
            if (!origin.ContainsKey(name))
            {
                throw new UserErrorException("PIM1047", $"{taker} takes '{name}', which nothing gives", file, OnnxFault.ExportAgain);
            }
        }

        return Ordered(nodes, origin, file);
    }

    /// <summary>Always the first node of the file whose inputs exist (Kahn, with a queue by position).</summary>
    private static List<OnnxNode> Ordered(OnnxNode[] nodes, Dictionary<string, int> origin, string file)
    {
        int[] missing = new int[nodes.Length];
        List<int>[] takers = [.. nodes.Select(_ => new List<int>())];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (int from in nodes[i].Inputs.Where(input => input.Length > 0).Select(input => origin[input]).Where(from => from >= 0))
            {
                takers[from].Add(i);
                missing[i]++;
            }
        }

        PriorityQueue<int, int> ready = new(Enumerable.Range(0, nodes.Length).Where(i => missing[i] == 0).Select(i => (i, i)));
        List<OnnxNode> ordered = [];
        while (ready.TryDequeue(out int next, out _))
        {
            ordered.Add(nodes[next]);
            foreach (int taker in takers[next])
            {
                if (--missing[taker] == 0)
                {
                    ready.Enqueue(taker, taker);
                }
            }
        }

        if (ordered.Count == nodes.Length)
        {
            return ordered;
        }

        OnnxNode stuck = nodes[Array.FindIndex(missing, count => count > 0)];
        throw new UserErrorException("PIM1046", $"the graph has a cycle: node '{stuck.Name}' ({stuck.Operator}) waits for its own output, or follows one that does", file, "export the network for inference, without loops");
    }

    private static void AddOrigin(Dictionary<string, int> origin, string name, int node, string file)
    {
        if (!origin.TryAdd(name, node))
        {
            throw new UserErrorException("PIM1047", $"the value '{name}' is given twice", file, OnnxFault.ExportAgain);
        }
    }
}
