using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Lowers a placed workload into one program per domain: groups of images, layer by layer, with barriers between.</summary>
internal sealed class InferenceLowering
{
    private readonly Placement placement;
    private readonly PimCommands commands;
    private readonly Dictionary<(int Shard, int Images), PimProgram> programs = [];

    public InferenceLowering(Placement placement)
    {
        this.placement = placement;
        commands = new PimCommands(placement.Model);
    }

    /// <summary>One program per domain; domains with equal work share it.</summary>
    public PimProgram[] Lower(ImageSharding sharding)
    {
        var result = new PimProgram[sharding.Domains];
        for (int d = 0; d < result.Length; d++)
        {
            var key = (sharding.Shard(d), sharding.TeamImages(sharding.Team(d)));
            if (!programs.TryGetValue(key, out PimProgram? program))
            {
                programs[key] = program = LowerDomain(sharding, key.Item1, key.Item2);
            }

            result[d] = program;
        }

        return result;
    }

    private PimProgram LowerDomain(ImageSharding sharding, int shard, int images)
    {
        var x = new LoweringContext(placement.Geometry, commands, placement.Layers.Count);
        if (images > 0)
        {
            x.SetMode(allBank: true);
            x.Builder.Loop(images / sharding.GroupSize, () => LowerGroup(x, sharding, shard, sharding.GroupSize));
            if (images % sharding.GroupSize > 0)
            {
                LowerGroup(x, sharding, shard, images % sharding.GroupSize);
            }

            x.SetMode(allBank: false);
        }

        return x.Builder.Build();
    }

    private void LowerGroup(LoweringContext x, ImageSharding sharding, int shard, int images)
    {
        foreach (LayerLayout layout in placement.Layers)
        {
            x.Builder.SetLayer(layout.Index);
            ShardItems items = ShardItems.Create(layout.Windows, images, shard, sharding.Shards);
            long hostCycles = 0;
            switch (layout)
            {
                case RealLayout { OnHost: true }:
                    hostCycles = HostCycles(sharding, layout, images);
                    break;
                case RealLayout real:
                    new RealLowering(x, real).Lower(items);
                    break;
                case ElementwiseLayout elementwise:
                    new ElementwiseLayerLowering(x, elementwise).Lower(items);
                    break;
                default:
                    new BinaryLowering(x, (BinaryLayout)layout).Lower(items);
                    break;
            }

            if (layout.Index < placement.Layers.Count - 1 || hostCycles > 0)
            {
                x.Builder.Barrier(hostCycles);
            }
        }

        x.Builder.Mark();
    }

    /// <summary>The host serves all teams at once, each with its part of the rate.</summary>
    private long HostCycles(ImageSharding sharding, LayerLayout layout, int images)
    {
        long macs = layout.Shape.MacsPerImage * images * sharding.Teams;
        int rate = placement.Model.HostMacsPerCycle;
        return (macs + rate - 1) / rate;
    }
}
