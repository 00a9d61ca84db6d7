using PimSim.Bnn;
using PimSim.Data;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>
/// A chain of blocks being trained as a device trains it, with the sums and the order of <see cref="TrainingNetwork"/>: in the number format of its lanes, and on
/// what its cells hold. Faults make the domains' copies of the parameters differ; without them there is one.
/// </summary>
internal sealed class CellNetwork : IChainNetwork
{
    private readonly NetworkTemplate template;
    private readonly LaneMath math;
    private readonly CellPort[] cells;
    private readonly InputLayer input;
    private readonly CellBlock[] blocks;
    private readonly CellDense dense;
    private readonly WorkerTeam<BlockScratch> team;

    // Steps done; below 0 before the faults set in.
    private readonly float[] steps = [-1f];

    public CellNetwork(NetworkTemplate template, TrainingOptions options)
    {
        this.template = template;
        TrainingFaults? faults = options.Faults;
        cells = faults is null
            ? [new CellPort(null, options.Format)]
            : [.. Enumerable.Range(0, faults.Placement.Workers).Select(w => new CellPort(faults.OfWorker(w), options.Format))];
        int slots = faults?.Placement.Slots ?? ImageBlocks.Count(options.BatchSize);
        math = cells[0].Math;
        BlockGeometry[] geometries = TrainingNetwork.Geometries(template);
        ActivationBuffer[] inputs = TrainingNetwork.Buffers(geometries, options.BatchSize);
        input = TrainingNetwork.NewInput(template, options, inputs[0]);
        blocks = [.. geometries.Select((g, i) => new CellBlock(g, options, i, cells, slots, inputs[i], inputs[i + 1]))];
        dense = new CellDense(template.Classes.Count, inputs[^1], options, blocks.Length, cells, slots);
        team = new WorkerTeam<BlockScratch>(options.Threads, () => new BlockScratch(geometries.Max(g => g.ConvolutionLength), geometries.Max(g => g.PooledLength)));
    }

    /// <inheritdoc/>
    public bool HasFaults => cells[0].HasFaults;

    /// <summary>True when no step was done.</summary>
    public bool IsFresh => steps[0] <= 0f;

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, float[]>> State
    {
        get
        {
            IEnumerable<KeyValuePair<string, float[]>> all = Enumerable.Range(0, cells.Length).SelectMany(w => HasFaults ? NamedState.Under(Named(w), Copy(w)) : Copy(w));
            return HasFaults ? [new("faults.steps", steps), .. all] : all;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ClipThresholds> Thresholds() =>
    [
        .. blocks.Select((b, i) => (b.Copies[0].Weights.Range, Name: NetworkExport.ConvolutionName(i)))
            .Where(b => b.Range is not null)
            .Select(b => new ClipThresholds(b.Name, b.Range!.Value.Lower, b.Range.Value.Upper)),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<SignFlips> TakeFlips() =>
        [.. blocks.Select((b, i) => (Block: b, Name: NetworkExport.ConvolutionName(i))).Where(b => b.Block.Copies[0].Weights is CellClip).Select(b => new SignFlips(b.Name, b.Block.TakeFlips()))];

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int epochs)
    {
        foreach (CellCopy copy in blocks.SelectMany(b => b.Copies))
        {
            copy.Weights.BeginEpoch(epoch, epochs);
        }
    }

    /// <inheritdoc/>
    public void Resume()
    {
        foreach (CellCopy copy in blocks.SelectMany(b => b.Copies))
        {
            copy.Weights.Resume();
        }

        foreach (CellDenseCopy copy in dense.Copies)
        {
            copy.Resume();
        }

        foreach (CellPort port in steps[0] < 0f ? [] : cells)
        {
            port.Resume();
        }
    }

    /// <inheritdoc/>
    public BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, in UpdateStep step)
    {
        BeginStep();
        byte[] labels = [.. order.ToArray().Select(i => images.Labels[i])];
        input.Load(images, order, epoch, team);
        RoundInputs(order.Length);
        foreach (CellBlock block in blocks)
        {
            block.Forward(order.Length, team);
        }

        BatchLoss loss = dense.ForwardAndBack(order.Length, labels, team);
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            blocks[i].Backward(order.Length, team);
        }

        foreach (CellBlock block in blocks)
        {
            block.Update(order.Length, step);
        }

        dense.Update(order.Length, step);
        steps[0]++;
        return loss;
    }

    /// <inheritdoc/>
    public float[] Inputs(int images) => TrainingNetwork.Inputs(blocks[0].Input, images);

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    /// <inheritdoc/>
    public BnnNetwork Export()
    {
        ExportedBlock[] trained = [.. blocks.Select(b => b.Copies[0].Export())];
        CellDenseCopy last = dense.Copies[0];
        if (HasFaults)
        {
            ExportedBlock.RequireFinite(last.Weights.Values);
            ExportedBlock.RequireFinite(last.Bias.Values);
            trained = [.. trained.Select(b => b.Damaged())];
        }

        return NetworkExport.From(template, trained, last.Weights.Values, last.Bias.Values);
    }

    /// <summary>Everything that is learned as the domain of worker <paramref name="worker"/> reads it: a copy.</summary>
    public StoredTraining Stored(int worker)
    {
        CellDenseCopy own = dense.Copies[worker];
        return new StoredTraining([.. blocks.Select(b => Stored(b.Copies[worker]))], own.Weights.Copy(), own.Bias.Copy());
    }

    private static BlockState Stored(CellCopy copy) => new()
    {
        Weights = copy.Weights.Copy(),
        Gamma = copy.Norm.Gamma.Copy(),
        Beta = copy.Norm.Beta.Copy(),
        RunningMean = [.. copy.Norm.RunningMean],
        RunningVariance = [.. copy.Norm.RunningVariance],
        Clip = (copy.Weights as CellClip)?.CopyLearned(),
        Range = (copy.Weights as CellClip)?.CopyRange(),
    };

    private static string Named(int worker) => FormattableString.Invariant($"domain{worker}");

    private IEnumerable<KeyValuePair<string, float[]>> Copy(int worker) =>
    [
        .. blocks.SelectMany((b, i) => NamedState.Under(NetworkExport.ConvolutionName(i), b.Copies[worker].Weights.State)
            .Concat(NamedState.Under(NetworkExport.NormName(i), b.Copies[worker].Norm.State))),
        .. NamedState.Under("dense", dense.Copies[worker].State),
    ];

    /// <summary>Before the first step the faults set in.</summary>
    private void BeginStep()
    {
        for (int w = 0; w < cells.Length; w++)
        {
            if (HasFaults && steps[0] < 0f)
            {
                cells[w].Expose([.. blocks.SelectMany(b => b.Copies[w].Weights.Stored.Concat(b.Copies[w].Norm.Stored)), .. dense.Copies[w].Stored]);
                foreach (CellBlock block in blocks)
                {
                    block.Copies[w].Weights.Resume();
                }
            }

            cells[w].BeginStep((long)Math.Max(0f, steps[0]));
        }

        steps[0] = Math.Max(0f, steps[0]);
    }

    private void RoundInputs(int images)
    {
        ActivationBuffer buffer = blocks[0].Input;
        for (int row = 0; row < images * buffer.Height; row++)
        {
            math.Round(buffer.Row(row / buffer.Height, row % buffer.Height));
        }
    }
}
