namespace PimSim.Driver;

/// <summary>Operations over tensor handles, in order: what the driver places, lowers and runs. It knows no network.</summary>
/// <param name="Name">Name for reports.</param>
/// <param name="Operations">Each takes the input or what operations before it make; the last one makes the scores.</param>
public sealed record Workload(string Name, IReadOnlyList<LayerOperation> Operations)
{
    /// <summary>How the host tells the class from the last operation's results.</summary>
    public IReadOut ReadOut { get; init; } = FirstMaximum.Instance;

    /// <summary>Whether every operation takes what the one before it makes, and nothing else.</summary>
    public bool IsChain => Operations.Select((o, i) =>
        o is { Inputs.Count: 1, Outputs.Count: 1 } && o.Input.Id == (i == 0 ? 0 : Operations[i - 1].Output.Id)).All(follows => follows);

    /// <summary>The operation that makes each tensor; null for the input, tensor 0.</summary>
    internal LayerOperation?[] Producers()
    {
        var producers = new LayerOperation?[1 + Operations.Sum(o => o.Outputs.Count)];
        foreach (LayerOperation operation in Operations)
        {
            foreach (TensorHandle made in operation.Outputs)
            {
                producers[made.Id] = operation;
            }
        }

        return producers;
    }

    /// <summary>The last operation that takes each tensor, by its number; as many as there are operations for the scores.</summary>
    internal int[] LastUses()
    {
        int[] last = new int[Producers().Length];
        for (int i = 0; i < Operations.Count; i++)
        {
            foreach (TensorHandle taken in Operations[i].Inputs)
            {
                last[taken.Id] = i;
            }
        }

        last[Operations[^1].Output.Id] = Operations.Count;
        return last;
    }
}
