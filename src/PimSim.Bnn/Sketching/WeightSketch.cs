using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>The filters of a layer as sums of scaled binary bases: W is about sum over j of a_j B_j, with scales of each filter.</summary>
public sealed class WeightSketch
{
    private readonly sbyte[][] signs;
    private readonly float[][] scales;

    private WeightSketch(int channels, sbyte[][] signs, float[][] scales, double[] errors)
    {
        Channels = channels;
        this.signs = signs;
        this.scales = scales;
        Errors = errors;
    }

    /// <summary>Filters.</summary>
    public int Channels { get; }

    /// <summary>t: weights of a filter.</summary>
    public int Positions => this.signs[0].Length / Channels;

    /// <summary>m: bases of each filter.</summary>
    public int Bits => this.signs.Length;

    /// <summary>
    /// Squared relative error of the layer after 1 to <see cref="Bits"/> bases: the sum of (W - sum a_j B_j)^2 over the sum of W^2, in double,
    /// before scales are rounded to fp32; 0 where all weights are 0.
    /// </summary>
    public IReadOnlyList<double> Errors { get; }

    /// <summary>Sketches the filters of a layer.</summary>
    /// <param name="weights">Channels x positions.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="bits">m, at least 1.</param>
    /// <param name="method">How scales are found.</param>
    public static WeightSketch Of(ReadOnlySpan<float> weights, int channels, int bits, SketchMethod method)
    {
        int count = weights.Length;
        int positions = count / channels;
        sbyte[][] signs = [.. Enumerable.Range(0, bits).Select(_ => new sbyte[count])];
        float[][] scales = [.. Enumerable.Range(0, bits).Select(_ => new float[channels])];
        double[] errors = new double[bits];
        double whole = 0;
        for (int c = 0; c < channels; c++)
        {
            var filter = new FilterSketch(weights.Slice(c * positions, positions), bits, method);
            whole += filter.SquaredNorm;
            for (int j = 0; j < bits; j++)
            {
                filter.Signs[j].CopyTo(signs[j].AsSpan(c * positions));
                scales[j][c] = (float)filter.Scales[j];
                errors[j] += filter.SquaredErrors[j];
            }
        }

        return new WeightSketch(channels, signs, scales, whole == 0 ? errors : [.. errors.Select(e => e / whole)]);
    }

    /// <summary>The group of channels of a base; bases are numbered filter by filter, then bit by bit.</summary>
    public int GroupOf(int number, int groups) => number % Channels / (Channels / groups);

    /// <summary>A base of all filters, +1 and -1: channels x positions.</summary>
    public ReadOnlySpan<sbyte> Signs(int bit) => this.signs[bit];

    /// <summary>The scale of each filter's base, rounded to fp32 once.</summary>
    public ReadOnlySpan<float> Scales(int bit) => this.scales[bit];

    /// <summary>A base as a binary layer holds it, with scale 1.</summary>
    public BinarizedWeights Packed(int bit)
    {
        sbyte[] source = this.signs[bit];
        ulong[] bits = new ulong[(source.Length + 63) / 64];
        for (int i = 0; i < source.Length; i++)
        {
            bits[i / 64] |= source[i] < 0 ? 1UL << (i % 64) : 0UL;
        }

        return new BinarizedWeights(bits, source.Length, 1f);
    }

    /// <summary>The sums of the scaled bases, as real weights: added in rising base in double, rounded once.</summary>
    public float[] Sum()
    {
        float[] sum = new float[this.signs[0].Length];
        for (int i = 0; i < sum.Length; i++)
        {
            double value = 0;
            for (int j = 0; j < Bits; j++)
            {
                value += (double)this.scales[j][i / Positions] * this.signs[j][i];
            }

            sum[i] = (float)value;
        }

        return Array.TrueForAll(sum, float.IsFinite) ? sum : throw new InternalErrorException("a sketch of finite weights is not finite");
    }
}
