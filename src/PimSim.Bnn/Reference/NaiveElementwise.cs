using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>An elementwise step with plain loops.</summary>
internal sealed class NaiveElementwise
{
    private readonly ElementwiseStep step;
    private readonly (float Scale, float Shift)[]?[] affine;
    private readonly RealThreshold[]? limits;

    public NaiveElementwise(ElementwiseStep step)
    {
        this.step = step;
        affine = [.. step.Terms.Select((t, i) => t.IsAffine ? step.Affine(i, ScaleOf(t.Counts)) : null)];
        limits = step.Signs is not null && (step.SignNorm is not null || step.CountsOfSigns is not null) ? step.Limits(ScaleOf(step.CountsOfSigns)) : null;
    }

    /// <summary>The numbers and the signs, where the step has them.</summary>
    /// <param name="terms">What it takes, as numbers.</param>
    public (float[]? Numbers, sbyte[]? Signs) Run(IReadOnlyList<float[]> terms)
    {
        int channels = this.step.Output.Channels;
        float[] numbers = Affine(0, terms[0]);
        for (int t = 1; t < terms.Count; t++)
        {
            numbers = [.. numbers.Zip(Affine(t, terms[t]), (a, b) => a + b)];
        }

        if (this.step.Reduction != WindowReduction.None)
        {
            numbers = [.. Enumerable.Range(0, this.step.Output.Count).Select(i => Window(numbers, i / channels / this.step.Output.Width, i / channels % this.step.Output.Width, i % channels))];
        }

        float[] decided = this.step.SignsOnInput ? terms[0] : numbers;
        return (
            this.step.Numbers is null ? null : numbers,
            this.step.Signs is null ? null : [.. decided.Select((x, i) => (sbyte)((limits is null ? !(x < 0) : limits[i % channels].Fires(x)) ? 1 : -1))]);
    }

    private static float ScaleOf(LayerPlan? counts) => counts?.Binarized().Scale ?? 1f;

    private float[] Affine(int term, float[] values)
    {
        if (affine[term] is not { } folded)
        {
            return values;
        }

        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (float scale, float shift) = folded[i % folded.Length];
            float product = scale * values[i];
            result[i] = product + shift;
        }

        return result;
    }

    private float Window(float[] values, int y, int x, int channel)
    {
        float? result = null;
        for (int dy = 0; dy < this.step.Size; dy++)
        {
            for (int dx = 0; dx < this.step.Size; dx++)
            {
                int row = (y * this.step.Stride) - this.step.Padding + dy;
                int column = (x * this.step.Stride) - this.step.Padding + dx;
                if (row < 0 || row >= this.step.Input.Height || column < 0 || column >= this.step.Input.Width)
                {
                    continue;
                }

                float value = values[(((row * this.step.Input.Width) + column) * this.step.Input.Channels) + channel];
                result = result is not { } so ? value : this.step.Reduction == WindowReduction.Average ? so + value : value > so ? value : so;
            }
        }

        return this.step.Reduction == WindowReduction.Average ? result!.Value * (1f / (this.step.Size * this.step.Size)) : result!.Value;
    }
}
