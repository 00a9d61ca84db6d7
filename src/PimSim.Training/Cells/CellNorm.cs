using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The batch norm of a block as a domain's cells hold it, and what the domain's lanes make of sums over the batch.</summary>
internal sealed class CellNorm
{
    private readonly CellPort cells;
    private readonly LaneMath math;
    private readonly int block;
    private readonly float[] total;

    public CellNorm(CellPort cells, OptimizerOptions options, int block, int channels)
    {
        (this.cells, this.block) = (cells, block);
        math = cells.Math;
        total = new float[channels];
        (Mean, Inverse, RunningMean, RunningVariance) = (new float[channels], new float[channels], new float[channels], new float[channels]);
        Gamma = new CellParameter(cells, options, At(NormColumn.Gamma), new float[channels]);
        Beta = new CellParameter(cells, options, At(NormColumn.Beta), new float[channels]);
        Gamma.Values.AsSpan().Fill(1f);
        RunningVariance.AsSpan().Fill(1f);
    }

    /// <summary>Scale.</summary>
    public CellParameter Gamma { get; }

    /// <summary>Shift.</summary>
    public CellParameter Beta { get; }

    /// <summary>Mean of the batch.</summary>
    public float[] Mean { get; }

    /// <summary>1 / deviation of the batch.</summary>
    public float[] Inverse { get; }

    public float[] RunningMean { get; }

    public float[] RunningVariance { get; }

    /// <summary>Columns that a step reads before it writes them.</summary>
    public IEnumerable<(TrainingColumn Column, float[] Values)> Stored =>
        [.. Gamma.Stored, .. Beta.Stored, (At(NormColumn.RunningMean), RunningMean), (At(NormColumn.RunningVariance), RunningVariance)];

    /// <summary>Names and numbers for a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> State =>
        [.. Gamma.State("gamma"), .. Beta.State("beta"), new("runningMean", RunningMean), new("runningVariance", RunningVariance)];

    /// <summary>Takes the sums over the batch.</summary>
    public void TakeSums(ReadOnlySpan<float> sums, int count)
    {
        TakeTotal(sums);
        for (int c = 0; c < total.Length; c++)
        {
            Mean[c] = math.Divide(total[c], math.Round(count));
            RunningMean[c] = Moved(RunningMean[c], Mean[c]);
        }

        cells.Write(At(NormColumn.Mean), Mean);
        cells.Write(At(NormColumn.RunningMean), RunningMean);
    }

    /// <summary>Takes the sums of squared deviations from <see cref="Mean"/>.</summary>
    public void TakeSquares(ReadOnlySpan<float> sums, int count)
    {
        int others = Math.Max(count - 1, 1);
        TakeTotal(sums);
        for (int c = 0; c < total.Length; c++)
        {
            float variance = math.Add(math.Divide(total[c], math.Round(count)), math.Round(BatchNormState.Epsilon));
            Inverse[c] = math.Divide(1f, math.SquareRoot(variance));
            RunningVariance[c] = Moved(RunningVariance[c], math.Divide(total[c], math.Round(others)));
        }

        cells.Write(At(NormColumn.Inverse), Inverse);
        cells.Write(At(NormColumn.RunningVariance), RunningVariance);
    }

    private TrainingColumn At(int column) => new(TrainingTensor.Norm, block, column);

    private void TakeTotal(ReadOnlySpan<float> sums)
    {
        sums.CopyTo(total);
        math.Round(total);
        cells.Write(At(NormColumn.Total), total);
    }

    private float Moved(float running, float batch) => math.FusedMultiplyAdd(math.Subtract(batch, running), math.Round(BatchNormState.Momentum), running);
}
