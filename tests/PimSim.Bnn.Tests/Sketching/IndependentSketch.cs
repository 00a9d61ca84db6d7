namespace PimSim.Bnn.Tests.Sketching;

/// <summary>
/// Sketching of one filter as it is written in the paper, sharing no code: least squares by Gaussian elimination with pivoting on the normal
/// equations, residuals made anew from the weights.
/// </summary>
internal static class IndependentSketch
{
    public static (int[][] Bases, double[] Scales, double[] Errors) Run(double[] w, int m, bool refined)
    {
        int[][] bases = new int[m][];
        double[] scales = new double[m];
        double[] errors = new double[m];
        double norm = w.Sum(x => x * x);
        for (int j = 0; j < m; j++)
        {
            double[] rest = [.. w.Select((x, i) => x - Enumerable.Range(0, j).Sum(k => scales[k] * bases[k][i]))];
            bases[j] = [.. rest.Select(r => r < 0 ? -1 : 1)];
            if (refined)
            {
                Eliminate(bases[..(j + 1)], w).CopyTo(scales, 0);
            }
            else
            {
                scales[j] = rest.Zip(bases[j], (r, b) => r * b).Sum() / w.Length;
            }

            errors[j] = w.Select((x, i) => x - Enumerable.Range(0, j + 1).Sum(k => scales[k] * bases[k][i])).Sum(r => r * r) / norm;
        }

        return (bases, scales, errors);
    }

    private static double[] Eliminate(int[][] bases, double[] w)
    {
        int n = bases.Length;
        double[][] rows =
        [
            .. bases.Select(b => (double[])[.. bases.Select(c => (double)b.Zip(c, (x, y) => x * y).Sum()), b.Zip(w, (x, y) => x * y).Sum()]),
        ];
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(rows[r][c]));
            (rows[c], rows[pivot]) = (rows[pivot], rows[c]);
            for (int r = 0; r < n; r++)
            {
                double factor = r == c ? 0 : rows[r][c] / rows[c][c];
                rows[r] = [.. rows[r].Zip(rows[c], (x, y) => x - (factor * y))];
            }
        }

        return [.. Enumerable.Range(0, n).Select(r => rows[r][n] / rows[r][r])];
    }
}
