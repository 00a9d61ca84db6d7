using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Adam, or descent with momentum, in the number format of a device's lanes: gradient, state and parameters are numbers of it.</summary>
internal sealed class RoundedOptimizer(OptimizerOptions options, int length, bool decays) : ParameterOptimizer(length, 0f)
{
    private readonly LaneMath math = new(options.Format);
    private readonly bool isMomentum = options.Kind == OptimizerKind.Sgd;
    private readonly float decay = decays ? options.Decay : 0f;
    private readonly float[] first = new float[length];
    private readonly float[] second = new float[options.Kind == OptimizerKind.Sgd ? 0 : length];

    public override IReadOnlyList<float[]> State => isMomentum ? [first] : [first, second];

    protected override void Move(Span<float> parameters, ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        float rounded = math.Round(decay);
        for (int i = 0; i < parameters.Length; i++)
        {
            float g = math.Round(gradient[i]);
            g = decay == 0f ? g : math.FusedMultiplyAdd(parameters[i], rounded, g);
            parameters[i] = isMomentum ? Descend(parameters[i], g, i, step.Rate) : Adam(parameters[i], g, i, step.Adam);
        }
    }

    private float Descend(float value, float g, int i, float rate)
    {
        first[i] = math.FusedMultiplyAdd(first[i], math.Round(options.Momentum), g);
        return math.FusedMultiplyAdd(first[i], math.Round(-rate), value);
    }

    private float Adam(float value, float g, int i, in AdamStepConstants step)
    {
        first[i] = math.FusedMultiplyAdd(math.Subtract(g, first[i]), math.Round(1f - step.Beta1), first[i]);
        second[i] = math.FusedMultiplyAdd(math.Subtract(math.Multiply(g, g), second[i]), math.Round(1f - step.Beta2), second[i]);
        float numerator = math.Multiply(math.Divide(first[i], math.Round(step.Correction1)), math.Round(step.Rate));
        float root = math.SquareRoot(math.Divide(second[i], math.Round(step.Correction2)));
        return math.Subtract(value, math.Divide(numerator, math.Add(root, math.Round(math.AdamEpsilon(step.Epsilon)))));
    }
}
