using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// The fast path where images of a group do not stand alone: flips of latched copies hit all that goes through the registers together, and domains
/// that share the pixels of an image have faults of their own.
/// </summary>
internal sealed class GroupPath
{
    private readonly Placement placement;
    private readonly PimDevice device;
    private readonly ImageSharding sharding;
    private readonly FastPath layers;
    private readonly ActivationFaults? activations;
    private readonly FaultCounts counts;

    public GroupPath(Placement placement, PimDevice device, ImageSharding sharding, ActivationFaults? activations, FaultCounts counts)
    {
        this.placement = placement;
        this.device = device;
        this.sharding = sharding;
        this.activations = activations;
        this.counts = counts;
        layers = new FastPath(placement, device, null);
    }

    public void Run(IImageSource images, float[] scores, int threads, ActivationDigests? digests, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, sharding.Teams, options, team => RunTeam(team, images, scores, digests, cancellation));
    }

    private void RunTeam(int team, IImageSource images, float[] scores, ActivationDigests? digests, CancellationToken cancellation)
    {
        ReadFlips[] flips = [.. Enumerable.Range(team * sharding.Shards, sharding.Shards)
            .Where(_ => device.Model.Faults.HitsReads).Select(d => new ReadFlips(device.Faults!, d))];
        LayerRepeat? repeat = flips.Length == 0 ? null : new LayerRepeat(placement, device);
        long[] accesses = new long[sharding.Shards];
        int first = sharding.FirstImage(team);
        var scratch = new TwinScratch();
        foreach (int count in sharding.Groups(team))
        {
            cancellation.ThrowIfCancellationRequested();
            var group = new ImageGroup(placement, images, first, count);
            foreach (LayerLayout layout in placement.Layers)
            {
                RunLayer(layout, team, group, repeat, flips, accesses, scratch);
                group.Digest(layout, digests);
            }

            for (int i = 0; i < count; i++)
            {
                group.Scores(i).CopyTo(scores.AsSpan((first + i) * group.Scores(i).Length));
            }

            first += count;
        }

        lock (counts)
        {
            foreach (ReadFlips f in flips)
            {
                counts.AddReads(f);
            }
        }
    }

    private void RunLayer(LayerLayout layout, int team, ImageGroup group, LayerRepeat? repeat, ReadFlips[] flips, long[] accesses, TwinScratch scratch)
    {
        if (layout is RealLayout { OnHost: true })
        {
            group.RunWhole(layers.LayersOf(team * sharding.Shards)[layout.Index], scratch);
            return;
        }

        if (activations is not null)
        {
            group.Expose(layout, activations);
        }

        for (int s = 0; s < sharding.Shards; s++)
        {
            int domain = (team * sharding.Shards) + s;
            ShardItems items = ShardItems.Create(layout.Windows, group.Count, s, sharding.Shards);
            ITwinLayer twin = layers.LayersOf(domain)[layout.Index];
            if (sharding.Shards == 1)
            {
                group.RunWhole(twin, scratch);
            }
            else
            {
                group.RunPart(layout, twin, items, scratch);
            }

            repeat?.Run(layout, domain, items, ref accesses[s], flips[s], group.Joined(layout.Operation.Inputs), group.Joined(layout.Operation.Outputs));
            if (repeat is not null)
            {
                group.Part(layout.Operation.Outputs);
            }
        }
    }
}
