namespace PimSim.Bnn;

/// <summary>
/// One filter as a sum of scaled binary bases, in double, all sums in rising position: B_j = sign(R_j) with sign(0) = +1, R_1 = W.
/// Direct: a_j = &lt;B_j, R_j&gt; / t and R_(j+1) = R_j - a_j B_j. Refined: all scales so far by least squares on W, R_(j+1) = W - sum a_k B_k.
/// </summary>
internal sealed class FilterSketch
{
    private readonly double[] weights;
    private readonly double[,] products;
    private readonly double[] projections;

    public FilterSketch(ReadOnlySpan<float> filter, int bits, SketchMethod method)
    {
        this.weights = new double[filter.Length];
        for (int i = 0; i < filter.Length; i++)
        {
            this.weights[i] = filter[i];
        }

        products = new double[bits, bits];
        projections = new double[bits];
        Signs = new sbyte[bits][];
        Scales = new double[bits];
        SquaredErrors = new double[bits];
        SquaredNorm = Squares(this.weights);
        double[] rest = [.. this.weights];
        for (int j = 0; j < bits; j++)
        {
            Signs[j] = Array.ConvertAll(rest, r => (sbyte)(r >= 0 ? 1 : -1));
            if (method == SketchMethod.Direct)
            {
                Scales[j] = Project(j, rest) / filter.Length;
                Subtract(rest, j);
            }
            else
            {
                Refine(j);
                this.weights.CopyTo(rest, 0);
                for (int k = 0; k <= j; k++)
                {
                    Subtract(rest, k);
                }
            }

            SquaredErrors[j] = Squares(rest);
        }
    }

    /// <summary>The bases, +1 and -1.</summary>
    public sbyte[][] Signs { get; }

    /// <summary>Their scales.</summary>
    public double[] Scales { get; }

    /// <summary>Squared length of what is left after each base.</summary>
    public double[] SquaredErrors { get; }

    /// <summary>Squared length of the filter.</summary>
    public double SquaredNorm { get; }

    private void Refine(int last)
    {
        projections[last] = Project(last, this.weights);
        for (int k = 0; k <= last; k++)
        {
            int sum = 0;
            for (int i = 0; i < this.weights.Length; i++)
            {
                sum += Signs[last][i] * Signs[k][i];
            }

            products[last, k] = products[k, last] = sum;
        }

        LeastSquares.Solve(products, projections, last + 1).CopyTo(Scales, 0);
    }

    private double Project(int bit, double[] values)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += Signs[bit][i] * values[i];
        }

        return sum;
    }

    private void Subtract(double[] rest, int bit)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] -= Scales[bit] * Signs[bit][i];
        }
    }

    private static double Squares(double[] values)
    {
        double sum = 0;
        foreach (double v in values)
        {
            sum += v * v;
        }

        return sum;
    }
}
