namespace PimSim.Training.Tests;

/// <summary>
/// A binary 3 x 3 convolution with zero border, 2 x 2 max-pooling, batch norm and sign in double, forward and backward,
/// with plain loops; images are (image, row, column, channel), weights (output, ky, kx, input).
/// </summary>
internal sealed class ReferenceLayer
{
    private const int Kernel = 3;
    private readonly int images;
    private readonly int side;
    private readonly int inputs;
    private readonly int outputs;
    private readonly double[] x;
    private readonly double[] signs;
    private readonly double alpha;
    private readonly double[] gamma;
    private readonly int[] argument;
    private readonly double[] standardized;
    private readonly double[] inverse;

    public ReferenceLayer(double[] x, int images, int side, int inputs, double[] signs, double alpha, double[] gamma, double[] beta, double epsilon)
    {
        (this.images, this.side, this.inputs, outputs) = (images, side, inputs, gamma.Length);
        (this.x, this.signs, this.alpha, this.gamma) = (x, signs, alpha, gamma);
        Products = new double[images * side * side * outputs];
        for (int i = 0; i < Products.Length; i++)
        {
            (int n, int y, int xx, int o) = Place(i, side, outputs);
            ForPatch(n, y, xx, (at, k) => Products[i] += x[at] * signs[(o * Depth) + k]);
        }

        int half = side / 2;
        Pooled = new double[images * half * half * outputs];
        argument = new int[Pooled.Length];
        for (int i = 0; i < Pooled.Length; i++)
        {
            (int n, int y, int xx, int o) = Place(i, half, outputs);
            int[] window = [.. Enumerable.Range(0, 4).Select(w => At(n, (2 * y) + (w / 2), (2 * xx) + (w % 2), o, side, outputs))];
            argument[i] = window.MaxBy(at => Products[at]);
            Pooled[i] = Products[argument[i]];
        }

        inverse = new double[outputs];
        standardized = new double[Pooled.Length];
        Normalized = new double[Pooled.Length];
        for (int o = 0; o < outputs; o++)
        {
            int[] channel = Channel(o);
            double mean = channel.Average(i => alpha * Pooled[i]);
            inverse[o] = 1.0 / Math.Sqrt(channel.Average(i => ((alpha * Pooled[i]) - mean) * ((alpha * Pooled[i]) - mean)) + epsilon);
            foreach (int i in channel)
            {
                standardized[i] = ((alpha * Pooled[i]) - mean) * inverse[o];
                Normalized[i] = (standardized[i] * gamma[o]) + beta[o];
            }
        }
    }

    public double[] Products { get; }

    public double[] Pooled { get; }

    public double[] Normalized { get; }

    public double[] GammaGradient { get; private set; } = [];

    public double[] BetaGradient { get; private set; } = [];

    /// <summary>Gradient of the clipped set.</summary>
    public double[] ClippedGradient { get; private set; } = [];

    public double[] InputGradient { get; private set; } = [];

    private int Depth => Kernel * Kernel * this.inputs;

    public void Backward(double[] outputGradient)
    {
        double[] g = [.. outputGradient.Select((v, i) => Math.Abs(Normalized[i]) <= 1.0 ? v : 0.0)];
        BetaGradient = [.. Enumerable.Range(0, outputs).Select(o => Channel(o).Sum(i => g[i]))];
        GammaGradient = [.. Enumerable.Range(0, outputs).Select(o => Channel(o).Sum(i => g[i] * standardized[i]))];
        int count = Pooled.Length / outputs;
        ClippedGradient = new double[this.signs.Length];
        InputGradient = new double[this.x.Length];
        for (int i = 0; i < g.Length; i++)
        {
            int o = i % outputs;
            double normal = g[i] - (BetaGradient[o] / count) - (standardized[i] * GammaGradient[o] / count);
            double product = normal * this.gamma[o] * inverse[o] * this.alpha;
            (int n, int y, int x, _) = Place(argument[i], this.side, outputs);
            ForPatch(n, y, x, (at, k) =>
            {
                ClippedGradient[(o * Depth) + k] += product * this.x[at];
                InputGradient[at] += product * this.signs[(o * Depth) + k];
            });
        }
    }

    private static int At(int n, int y, int x, int c, int side, int channels) => (((((n * side) + y) * side) + x) * channels) + c;

    private static (int N, int Y, int X, int C) Place(int at, int side, int channels) =>
        (at / channels / side / side, at / channels / side % side, at / channels % side, at % channels);

    private int[] Channel(int o) => [.. Enumerable.Range(0, Pooled.Length / outputs).Select(p => (p * outputs) + o)];

    private void ForPatch(int n, int y, int x, Action<int, int> visit)
    {
        for (int k = 0; k < Depth; k++)
        {
            int row = y + (k / this.inputs / Kernel) - 1;
            int column = x + (k / this.inputs % Kernel) - 1;
            if (row >= 0 && column >= 0 && row < this.side && column < this.side)
            {
                visit(At(n, row, column, k % this.inputs, this.side, this.inputs), k);
            }
        }
    }
}
