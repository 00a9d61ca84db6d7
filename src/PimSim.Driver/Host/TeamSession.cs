using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// The host's work for one team of domains on the reference path: activations of the group in flight, handed from layer
/// to layer at the barriers.
/// </summary>
internal sealed class TeamSession
{
    private readonly Placement placement;
    private readonly ImageSharding sharding;
    private readonly IImageSource images;
    private readonly float[] scores;
    private readonly int team;
    private readonly ScoreSlices? slices;
    private readonly ActivationFaults? activations;
    private readonly HashSet<(int Group, int Tensor)> exposed = [];
    private readonly LayerOperation?[] producers;
    private readonly int[] lastUses;
    private readonly Dictionary<(int Group, int Tensor), Activations> tensors = [];

    public TeamSession(Placement placement, ImageSharding sharding, int team, IImageSource images, float[] scores, ScoreSlices? slices, ActivationFaults? activations)
    {
        this.activations = activations;
        this.slices = slices;
        this.placement = placement;
        this.sharding = sharding;
        this.team = team;
        this.images = images;
        this.scores = scores;
        producers = placement.Workload.Producers();
        lastUses = placement.Workload.LastUses();
    }

    /// <summary>Everything that the host puts on the bus of a domain, in order.</summary>
    public IEnumerable<byte[]> Inputs(int shard)
    {
        int group = 0;
        foreach (int count in sharding.Groups(team))
        {
            foreach (LayerLayout layout in placement.Layers.Where(l => l is not RealLayout { OnHost: true }))
            {
                foreach (byte[] burst in Host(layout, group, count, shard)?.Inputs() ?? [])
                {
                    yield return burst;
                }
            }

            group++;
        }
    }

    /// <summary>What becomes of everything that a domain puts on the bus, in order.</summary>
    public IEnumerable<OutputSink> Outputs(int shard)
    {
        int group = 0;
        foreach (int count in sharding.Groups(team))
        {
            foreach (LayerLayout layout in placement.Layers.Where(l => l is not RealLayout { OnHost: true }))
            {
                foreach (OutputSink sink in Host(layout, group, count, shard)?.Outputs() ?? [])
                {
                    yield return sink;
                }
            }

            group++;
        }
    }

    /// <summary>Copies the scores of a finished run out.</summary>
    public void Finish()
    {
        int group = 0;
        int first = sharding.FirstImage(team);
        foreach (int count in sharding.Groups(team))
        {
            Activations last = Tensor(group, placement.Workload.Operations[^1].Output.Id, count);
            last.Numbers!.CopyTo(scores, first * last.Numbers!.Length / count);
            first += count;
            group++;
        }
    }

    /// <summary>The host's side of a layer in a domain, or null where the domain has no part in it.</summary>
    private ILayerHost? Host(LayerLayout layout, int group, int count, int shard)
    {
        ShardItems items = ShardItems.Create(layout.Windows, count, shard, sharding.Shards);
        if (items.Runs.Length == 0)
        {
            return null;
        }

        DropUsed(group, layout.Index);
        Activations[] inputs = [.. layout.Operation.Inputs.Select(t => Tensor(group, t.Id, count))];
        Expose(layout, group, count, inputs);
        Activations output = Tensor(group, layout.Operation.Output.Id, count);
        ScoreMap? map = slices is null || layout.Index < placement.Layers.Count - 1
            ? null
            : new ScoreMap(slices, sharding.FirstImage(team) + (group * sharding.GroupSize), output.Height * output.Width * output.Channels);
        return layout switch
        {
            BinaryLayout b => new BinaryHost(placement.Geometry, b, items, inputs[0], output, map),
            RealLayout r => new RealHost(placement.Geometry, r, items, inputs[0], output, map),
            ElementwiseLayout e => new ElementwiseHost(
                placement.Geometry, e, items, inputs, e.Elementwise.GivesNumbers ? output : null, e.Elementwise.Signs is { } s ? Tensor(group, s.Id, count) : null, map),
            _ => throw new InternalErrorException($"layout {layout.GetType().Name} has no host side"),
        };
    }

    /// <summary>A domain that begins a layer has passed the barriers of those before it, so what the layer takes is complete.</summary>
    private void Expose(LayerLayout layout, int group, int count, Activations[] inputs)
    {
        for (int t = 0; activations is not null && t < inputs.Length; t++)
        {
            int tensor = layout.Operation.Inputs[t].Id;
            if (!exposed.Add((group, tensor)))
            {
                continue;
            }

            for (int i = 0; i < count; i++)
            {
                activations.Apply(inputs[t], i, sharding.FirstImage(team) + (group * sharding.GroupSize) + i, tensor);
            }
        }
    }

    private Activations Tensor(int group, int tensor, int count)
    {
        if (tensors.TryGetValue((group, tensor), out Activations? found))
        {
            return found;
        }

        Activations made;
        if (tensor == 0)
        {
            Forget(group - 2);
            made = Activations.InputOf(placement.Workload, count, images);
            int first = sharding.FirstImage(team) + (group * sharding.GroupSize);
            float[] numbers = new float[images.Height * images.Width * images.Channels];
            for (int i = 0; i < count; i++)
            {
                made.Load(images, first + i, i, numbers);
            }
        }
        else
        {
            LayerOperation operation = producers[tensor]!;
            made = Activations.OutputOf(operation, tensor, count);
            if (operation is RealOperation { OnHost: true } real)
            {
                NaiveReal.Run(real, Tensor(group, real.Input.Id, count), made, count);
            }
        }

        tensors[(group, tensor)] = made;
        return made;
    }

    /// <summary>
    /// Drops tensors that were last taken before an operation which a domain begins: it has passed the barriers of those before, so every
    /// domain of the team is done with them.
    /// </summary>
    private void DropUsed(int group, int operation)
    {
        for (int tensor = 0; tensor < lastUses.Length; tensor++)
        {
            if (lastUses[tensor] < operation)
            {
                tensors.Remove((group, tensor));
            }
        }
    }

    /// <summary>
    /// Drops what nobody asks for any more, all but the scores: a domain that begins a group has passed the barriers of
    /// the group before, so every domain of the team is done with the one before that.
    /// </summary>
    private void Forget(int group)
    {
        for (int tensor = 0; tensor < producers.Length; tensor++)
        {
            if (tensor != placement.Workload.Operations[^1].Output.Id)
            {
                tensors.Remove((group, tensor));
            }
        }
    }
}
