namespace PimSim.Bnn;

/// <summary>Normal equations by Cholesky's decomposition in double.</summary>
internal static class LeastSquares
{
    // Pivots of independent bases of +-1 are far larger: their product is a whole number, the determinant.
    private const double Dependent = 1e-9;

    /// <summary>
    /// Solves P a = r for the leading <paramref name="count"/> unknowns, P symmetric and not negative. An unknown whose column depends on those
    /// before it is 0, and the others are the least squares without it.
    /// </summary>
    public static double[] Solve(double[,] products, double[] right, int count)
    {
        double[,] lower = new double[count, count];
        double[] solution = new double[count];
        for (int j = 0; j < count; j++)
        {
            double pivot = products[j, j];
            double value = right[j];
            for (int k = 0; k < j; k++)
            {
                pivot -= lower[j, k] * lower[j, k];
                value -= lower[j, k] * solution[k];
            }

            if (pivot <= Dependent * products[j, j])
            {
                continue;
            }

            lower[j, j] = Math.Sqrt(pivot);
            solution[j] = value / lower[j, j];
            for (int i = j + 1; i < count; i++)
            {
                double product = products[i, j];
                for (int k = 0; k < j; k++)
                {
                    product -= lower[i, k] * lower[j, k];
                }

                lower[i, j] = product / lower[j, j];
            }
        }

        for (int j = count - 1; j >= 0; j--)
        {
            if (lower[j, j] == 0)
            {
                continue;
            }

            for (int i = j + 1; i < count; i++)
            {
                solution[j] -= lower[i, j] * solution[i];
            }

            solution[j] /= lower[j, j];
        }

        return solution;
    }
}
