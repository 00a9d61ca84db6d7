using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The parameters of the fully connected layer in one domain.</summary>
internal sealed class CellDenseCopy
{
    public CellDenseCopy(CellPort cells, OptimizerOptions options, float[] weights, float[] bias)
    {
        Cells = cells;
        Weights = new CellParameter(cells, options, new TrainingColumn(TrainingTensor.DenseWeights), weights);
        Bias = new CellParameter(cells, options, new TrainingColumn(TrainingTensor.DenseBias), bias);
        Transposed = [.. weights];
    }

    public CellPort Cells { get; }

    public CellParameter Weights { get; }

    public CellParameter Bias { get; }

    /// <summary>The weights as the backward pass takes them.</summary>
    public float[] Transposed { get; }

    /// <summary>Columns that a step reads before it writes them.</summary>
    public IEnumerable<(TrainingColumn Column, float[] Values)> Stored =>
        [.. Weights.Stored, .. Bias.Stored, (new TrainingColumn(TrainingTensor.DenseTransposed), Transposed)];

    /// <summary>Names and numbers for a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> State =>
        [.. Weights.State("weights"), .. Bias.State("bias"), .. Cells.HasFaults ? [new("transposed", Transposed)] : Array.Empty<KeyValuePair<string, float[]>>()];

    /// <summary>Takes what was written into <see cref="State"/>.</summary>
    public void Resume()
    {
        if (!Cells.HasFaults)
        {
            Weights.Values.CopyTo(Transposed, 0);
        }
    }

    public void Update(ReadOnlySpan<float> weightGradient, ReadOnlySpan<float> biasGradient, in UpdateStep step)
    {
        Weights.TakeGradient(weightGradient);
        Bias.TakeGradient(biasGradient);
        Bias.Step(step);
        Weights.Compute(Weights.Gradient, step);
        Weights.Values.CopyTo(Transposed, 0);
        Weights.Keep();
        Cells.Write(new TrainingColumn(TrainingTensor.DenseTransposed), Transposed);
    }
}
