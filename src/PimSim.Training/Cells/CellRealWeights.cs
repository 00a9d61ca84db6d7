using PimSim.Bnn;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>Weights that are used as they are read.</summary>
internal sealed class CellRealWeights(CellPort cells, OptimizerOptions options, int block, float[] values) : CellWeights
{
    public override CellParameter Weights { get; } = new(cells, options, new TrainingColumn(TrainingTensor.Weights, block), values);

    public override ReadOnlySpan<float> Effective => Weights.Values;

    public override ReadOnlySpan<float> Transposed => Weights.Values;

    public override IEnumerable<(TrainingColumn Column, float[] Values)> Stored => Weights.Stored;

    public override IEnumerable<KeyValuePair<string, float[]>> State => Weights.State("weights");

    public override void Update(ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        Weights.TakeGradient(gradient);
        Weights.Step(step);
    }

    public override StoredWeights Export() => new(new RealWeights([.. Weights.Values]));

    public override TrainingParameter Copy() => Weights.Copy();
}
