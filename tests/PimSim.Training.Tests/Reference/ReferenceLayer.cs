namespace PimSim.Training.Tests;

/// <summary>
/// A binary 3 x 3 convolution with zero border, 2 x 2 max-pooling, batch norm and sign in double, forward and backward,
/// with plain loops; images are (image, row, column, channel), weights (output, ky, kx, input).
/// </summary>
internal sealed class ReferenceLayer
{
    private const int Kernel = 3;
    private readonly int _images;
    private readonly int _side;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly double[] _x;
    private readonly double[] _signs;
    private readonly double _alpha;
    private readonly double[] _gamma;
    private readonly int[] _argument;
    private readonly double[] _standardized;
    private readonly double[] _inverse;

    public ReferenceLayer(double[] x, int images, int side, int inputs, double[] signs, double alpha, double[] gamma, double[] beta, double epsilon)
    {
        (_images, _side, _inputs, _outputs) = (images, side, inputs, gamma.Length);
        (_x, _signs, _alpha, _gamma) = (x, signs, alpha, gamma);
        Products = new double[images * side * side * _outputs];
        for (int i = 0; i < Products.Length; i++)
        {
            (int n, int y, int xx, int o) = Place(i, side, _outputs);
            ForPatch(n, y, xx, (at, k) => Products[i] += x[at] * signs[(o * Depth) + k]);
        }

        int half = side / 2;
        Pooled = new double[images * half * half * _outputs];
        _argument = new int[Pooled.Length];
        for (int i = 0; i < Pooled.Length; i++)
        {
            (int n, int y, int xx, int o) = Place(i, half, _outputs);
            int[] window = [.. Enumerable.Range(0, 4).Select(w => At(n, (2 * y) + (w / 2), (2 * xx) + (w % 2), o, side, _outputs))];
            _argument[i] = window.MaxBy(at => Products[at]);
            Pooled[i] = Products[_argument[i]];
        }

        _inverse = new double[_outputs];
        _standardized = new double[Pooled.Length];
        Normalized = new double[Pooled.Length];
        for (int o = 0; o < _outputs; o++)
        {
            int[] channel = Channel(o);
            double mean = channel.Average(i => alpha * Pooled[i]);
            _inverse[o] = 1.0 / Math.Sqrt(channel.Average(i => ((alpha * Pooled[i]) - mean) * ((alpha * Pooled[i]) - mean)) + epsilon);
            foreach (int i in channel)
            {
                _standardized[i] = ((alpha * Pooled[i]) - mean) * _inverse[o];
                Normalized[i] = (_standardized[i] * gamma[o]) + beta[o];
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

    private int Depth => Kernel * Kernel * _inputs;

    public void Backward(double[] outputGradient)
    {
        double[] g = [.. outputGradient.Select((v, i) => Math.Abs(Normalized[i]) <= 1.0 ? v : 0.0)];
        BetaGradient = [.. Enumerable.Range(0, _outputs).Select(o => Channel(o).Sum(i => g[i]))];
        GammaGradient = [.. Enumerable.Range(0, _outputs).Select(o => Channel(o).Sum(i => g[i] * _standardized[i]))];
        int count = Pooled.Length / _outputs;
        ClippedGradient = new double[_signs.Length];
        InputGradient = new double[_x.Length];
        for (int i = 0; i < g.Length; i++)
        {
            int o = i % _outputs;
            double normal = g[i] - (BetaGradient[o] / count) - (_standardized[i] * GammaGradient[o] / count);
            double product = normal * _gamma[o] * _inverse[o] * _alpha;
            (int n, int y, int x, _) = Place(_argument[i], _side, _outputs);
            ForPatch(n, y, x, (at, k) =>
            {
                ClippedGradient[(o * Depth) + k] += product * _x[at];
                InputGradient[at] += product * _signs[(o * Depth) + k];
            });
        }
    }

    private static int At(int n, int y, int x, int c, int side, int channels) => (((((n * side) + y) * side) + x) * channels) + c;

    private static (int N, int Y, int X, int C) Place(int at, int side, int channels) =>
        (at / channels / side / side, at / channels / side % side, at / channels % side, at % channels);

    private int[] Channel(int o) => [.. Enumerable.Range(0, Pooled.Length / _outputs).Select(p => (p * _outputs) + o)];

    private void ForPatch(int n, int y, int x, Action<int, int> visit)
    {
        for (int k = 0; k < Depth; k++)
        {
            int row = y + (k / _inputs / Kernel) - 1;
            int column = x + (k / _inputs % Kernel) - 1;
            if (row >= 0 && column >= 0 && row < _side && column < _side)
            {
                visit(At(n, row, column, k % _inputs, _side, _inputs), k);
            }
        }
    }
}
