using PimSim.Bits;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>Parameters, their moments and gradient as a domain's cells hold them, and the optimizer's steps as its lanes do them.</summary>
internal sealed class CellParameter
{
    private readonly CellPort cells;
    private readonly LaneMath math;
    private readonly OptimizerOptions options;
    private readonly TrainingColumn first;
    private readonly bool isMomentum;

    /// <param name="cells">Where they lie.</param>
    /// <param name="options">The optimizer.</param>
    /// <param name="first">The column of the values; moments and gradient follow.</param>
    /// <param name="values">Values, kept.</param>
    public CellParameter(CellPort cells, OptimizerOptions options, TrainingColumn first, float[] values)
    {
        (this.cells, this.options, this.first, Values) = (cells, options, first, values);
        math = cells.Math;
        isMomentum = options.Kind == OptimizerKind.Sgd;
        (First, Second, Gradient) = (new float[values.Length], new float[values.Length], new float[values.Length]);
    }

    /// <summary>Values, as they are read; between <see cref="Compute"/> and <see cref="Keep"/> as they are computed.</summary>
    public float[] Values { get; }

    /// <summary>First moments, or velocities.</summary>
    public float[] First { get; }

    /// <summary>Second moments; what the cells hold without them.</summary>
    public float[] Second { get; }

    /// <summary>The gradient that the next step takes.</summary>
    public float[] Gradient { get; }

    /// <summary>All columns, the gradient's but for.</summary>
    public IEnumerable<(TrainingColumn Column, float[] Values)> Stored =>
        [(At(ParameterColumn.Value), Values), (At(ParameterColumn.First), First), (At(ParameterColumn.Second), Second)];

    /// <summary>Names and numbers for a checkpoint.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> State(string name)
    {
        yield return new(name, Values);
        yield return new(name + ".0", First);
        if (!isMomentum || cells.HasFaults)
        {
            yield return new(name + ".1", Second);
        }
    }

    /// <summary>Everything as a device stores it: a copy.</summary>
    public TrainingParameter Copy() => new([.. Values], [.. First], [.. Second]);

    /// <summary>Rounds a gradient and writes it.</summary>
    public void TakeGradient(ReadOnlySpan<float> gradient)
    {
        gradient.CopyTo(Gradient);
        math.Round(Gradient);
        WriteGradient();
    }

    /// <summary>Writes what stands in <see cref="Gradient"/>.</summary>
    public void WriteGradient() => cells.Write(At(ParameterColumn.Gradient), Gradient);

    /// <summary>A step, written.</summary>
    public void Step(in UpdateStep step)
    {
        Compute(Gradient, step);
        Keep();
    }

    /// <summary>A step by a gradient in registers; nothing is written.</summary>
    public void Compute(ReadOnlySpan<float> gradient, in UpdateStep step, bool decays = true)
    {
        float decay = decays ? math.Round(options.Decay) : 0f;
        bool hasDecay = decays && options.Decay != 0f;
        for (int i = 0; i < Values.Length; i++)
        {
            float g = hasDecay ? math.FusedMultiplyAdd(Values[i], decay, gradient[i]) : gradient[i];
            Values[i] = isMomentum ? Descend(Values[i], g, i, step.Rate) : Adam(Values[i], g, i, step.Adam);
        }
    }

    /// <summary>Writes values and moments.</summary>
    public void Keep()
    {
        KeepValues();
        cells.Write(At(ParameterColumn.First), First);
        if (!isMomentum)
        {
            cells.Write(At(ParameterColumn.Second), Second);
        }
    }

    /// <summary>Writes the values.</summary>
    public void KeepValues() => cells.Write(At(ParameterColumn.Value), Values);

    private TrainingColumn At(int column) => first with { Column = first.Column + column };

    private float Descend(float value, float g, int i, float rate)
    {
        First[i] = math.FusedMultiplyAdd(First[i], math.Round(options.Momentum), g);
        return math.FusedMultiplyAdd(First[i], math.Round(-rate), value);
    }

    private float Adam(float value, float g, int i, in AdamStepConstants step)
    {
        First[i] = math.FusedMultiplyAdd(math.Subtract(g, First[i]), math.Round(1f - step.Beta1), First[i]);
        Second[i] = math.FusedMultiplyAdd(math.Subtract(math.Multiply(g, g), Second[i]), math.Round(1f - step.Beta2), Second[i]);
        float numerator = math.Multiply(math.Divide(First[i], math.Round(step.Correction1)), math.Round(step.Rate));
        float root = math.SquareRoot(math.Divide(Second[i], math.Round(step.Correction2)));
        return math.Subtract(value, math.Divide(numerator, math.Add(root, math.Round(math.AdamEpsilon(step.Epsilon)))));
    }
}
