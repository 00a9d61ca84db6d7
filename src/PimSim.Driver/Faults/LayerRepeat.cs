using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Executes again, on the banks, those read-outs of a layer that flips of latched copies may have changed: whatever layer it is, the result is that of
/// the reference path.
/// </summary>
internal sealed class LayerRepeat
{
    private readonly Placement placement;
    private readonly PimDevice device;
    private readonly PimProgram enter;
    private readonly LayerPieces?[] pieces;

    public LayerRepeat(Placement placement, PimDevice device)
    {
        this.placement = placement;
        this.device = device;
        var commands = new PimCommands(placement.Model);
        pieces = [.. placement.Layers.Select(l => l is RealLayout { OnHost: true } ? null : new LayerPieces(placement, commands, l))];
        var x = new LoweringContext(placement.Geometry, commands, placement.Layers.Count);
        x.SetMode(allBank: true);
        enter = x.Builder.Build();
    }

    /// <summary>Repeats what is hit.</summary>
    /// <param name="layout">The layer.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="items">What it computes of the layer.</param>
    /// <param name="access">Number of the layer's first column access; of the next layer's on return.</param>
    /// <param name="flips">The domain's flips.</param>
    /// <param name="inputs">Tensors of the group that the layer takes.</param>
    /// <param name="outputs">Tensors that it makes, computed without flips.</param>
    public void Run(LayerLayout layout, int domain, ShardItems items, ref long access, ReadFlips flips, Activations[] inputs, Activations[] outputs)
    {
        LayerPieces layer = pieces[layout.Index]!;
        (ItemRun Run, ReadOutGroup Group)[] groups = [.. items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r).Select(g => (r, g)))];
        long[] starts = new long[layout.Tiles.Count];
        long[][] firsts = new long[layout.Tiles.Count][];
        bool[] hit = new bool[groups.Length];
        for (int t = 0; t < layout.Tiles.Count && groups.Length > 0; t++)
        {
            starts[t] = access;
            access += layer.Start(t).Accesses;
            bool all = flips.Hits(starts[t], layer.Start(t).Accesses);
            firsts[t] = new long[groups.Length];
            for (int i = 0; i < groups.Length; i++)
            {
                long count = layer.ReadOut(t, groups[i].Run.Signature, groups[i].Group).Accesses;
                firsts[t][i] = access;
                hit[i] |= all || flips.Hits(access, count);
                access += count;
            }
        }

        int[] chosen = [.. Enumerable.Range(0, groups.Length).Where(i => hit[i])];
        if (chosen.Length == 0)
        {
            return;
        }

        ItemRun[] runs = [.. chosen.Select(i => new ItemRun(groups[i].Run.Signature, groups[i].Group.FirstItem, Windows(layout, groups[i].Group)))];
        Execute(layout, domain, ShardItems.Of(items, runs), inputs, outputs, (core, executor) =>
        {
            for (int t = 0; t < layout.Tiles.Count; t++)
            {
                core.NumberAccesses(starts[t], flips);
                executor.ExecuteAll(domain, layer.Start(t).Program);
                foreach (int i in chosen)
                {
                    core.NumberAccesses(firsts[t][i], flips);
                    executor.ExecuteAll(domain, layer.ReadOut(t, groups[i].Run.Signature, groups[i].Group).Program);
                }
            }
        });
    }

    private void Execute(
        LayerLayout layout, int domain, ShardItems items, Activations[] inputs, Activations[] outputs, Action<DomainCore, CommandExecutor> commands)
    {
        ILayerHost side = layout switch
        {
            BinaryLayout b => new BinaryHost(placement.Geometry, b, items, inputs[0], outputs[0], null),
            RealLayout r => new RealHost(placement.Geometry, r, items, inputs[0], outputs[0], null),
            _ => Elementwise((ElementwiseLayout)layout, items, inputs, outputs),
        };
        var host = new StreamHost(device.Cores.Length);
        host.Attach(domain, side.Inputs(), side.Outputs());
        var core = new DomainCore(device.Model, domain, device.Cores[domain].Cells);
        var cores = new DomainCore?[device.Cores.Length];
        cores[domain] = core;
        var executor = new CommandExecutor(device.Model, cores, host);
        executor.ExecuteAll(domain, enter);
        commands(core, executor);
        host.RequireDrained();
    }

    private ElementwiseHost Elementwise(ElementwiseLayout layout, ShardItems items, Activations[] inputs, Activations[] outputs)
    {
        ElementwiseOperation operation = layout.Elementwise;
        return new ElementwiseHost(
            placement.Geometry, layout, items, inputs, operation.GivesNumbers ? outputs[0] : null, operation.Signs is null ? null : outputs[^1], null);
    }

    private static int Windows(LayerLayout layout, ReadOutGroup group) => (group.FullBatches * layout.WindowsPerBatch) + group.LastWindows;
}
