using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>A chain of blocks being trained in the number format of a device's lanes, with the sums and the order of <see cref="TrainingNetwork"/>.</summary>
internal sealed class RoundedNetwork : IChainNetwork
{
    private readonly NetworkTemplate template;
    private readonly LaneMath math;
    private readonly InputLayer input;
    private readonly RoundedBlock[] blocks;
    private readonly RoundedDense dense;
    private readonly WorkerTeam<BlockScratch> team;

    public RoundedNetwork(NetworkTemplate template, TrainingOptions options)
    {
        this.template = template;
        math = new LaneMath(options.Optimizer.Format);
        BlockGeometry[] geometries = TrainingNetwork.Geometries(template);
        ActivationBuffer[] inputs = TrainingNetwork.Buffers(geometries, options.BatchSize);
        input = TrainingNetwork.NewInput(template, options, inputs[0]);
        blocks = [.. geometries.Select((g, i) => new RoundedBlock(g, TrainingNetwork.NewWeights(template.Blocks[i], g, options, i), inputs[i], inputs[i + 1], options))];
        dense = new RoundedDense(template.Classes.Count, inputs[^1], options, blocks.Length);
        team = new WorkerTeam<BlockScratch>(options.Threads, () => new BlockScratch(geometries.Max(g => g.ConvolutionLength), geometries.Max(g => g.PooledLength)));
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, float[]>> State => ChainState.All(Parts, dense.State);

    private IReadOnlyList<TrainedBlock> Parts => [.. blocks.Select(b => new TrainedBlock(b.Weights, b.Norm))];

    /// <inheritdoc/>
    public IReadOnlyList<ClipThresholds> Thresholds() => ChainState.Thresholds(Parts);

    /// <inheritdoc/>
    public IReadOnlyList<SignFlips> TakeFlips() => ChainState.TakeFlips(Parts);

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, int epochs) => ChainState.BeginEpoch(Parts, epoch, epochs);

    /// <inheritdoc/>
    public void Resume() => ChainState.Resume(Parts);

    /// <inheritdoc/>
    public BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, in UpdateStep step)
    {
        byte[] labels = [.. order.ToArray().Select(i => images.Labels[i])];
        input.Load(images, order, epoch, team);
        RoundInputs(order.Length);
        foreach (RoundedBlock block in blocks)
        {
            block.Forward(order.Length, team);
        }

        BatchLoss loss = dense.ForwardAndBack(order.Length, labels, team);
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            blocks[i].Backward(order.Length, team);
        }

        foreach (RoundedBlock block in blocks)
        {
            block.Update(order.Length, step);
        }

        dense.Update(order.Length, step);
        return loss;
    }

    /// <inheritdoc/>
    public float[] Inputs(int images) => TrainingNetwork.Inputs(blocks[0].Input, images);

    /// <inheritdoc/>
    public void Dispose() => team.Dispose();

    /// <inheritdoc/>
    public BnnNetwork Export() => NetworkExport.From(template, Parts, dense.Weights, dense.Bias);

    private void RoundInputs(int images)
    {
        ActivationBuffer buffer = blocks[0].Input;
        for (int row = 0; row < images * buffer.Height; row++)
        {
            math.Round(buffer.Row(row / buffer.Height, row % buffer.Height));
        }
    }
}
