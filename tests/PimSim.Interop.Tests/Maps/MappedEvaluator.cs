namespace PimSim.Interop.Tests;

/// <summary>Runs a mapped network on one image, number by number in doubles: what a right import must give.</summary>
internal sealed class MappedEvaluator(MappedNetwork network)
{
    private int height;
    private int width;
    private double[] values = [];

    /// <summary>The sums of the last layer with weights.</summary>
    public long[] LastSums { get; private set; } = [];

    /// <summary>The class of an image, pixels as height x width x channels.</summary>
    public int Classify(ReadOnlySpan<byte> pixels)
    {
        double[] last = Run(pixels);
        return network.Decision == ClassDecision.HighestFiring
            ? Math.Max(0, Array.FindLastIndex(last, value => value > 0))
            : Array.IndexOf(last, last.Max());
    }

    /// <summary>What the last step gives.</summary>
    public double[] Run(ReadOnlySpan<byte> pixels)
    {
        (this.height, this.width) = (network.Input.Height, network.Input.Width);
        this.values = new double[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            this.values[i] = Encode(pixels[i]);
        }

        foreach (MappedItem item in network.Items)
        {
            Step(item);
        }

        return this.values;
    }

    private long Encode(byte pixel) => network.Input.Encoding switch
    {
        ThresholdPixels threshold => pixel >= threshold.Threshold ? 1 : -1,
        FixedPointPixels point => (long)Math.Clamp(Math.Floor((((pixel / 255.0 * point.Scale) + point.Offset) * (1 << point.FractionBits)) + 0.5), -128, 127),
        _ => throw new InvalidOperationException("only integers are evaluated"),
    };

    private void Step(MappedItem item)
    {
        switch (item)
        {
            case MappedDense dense:
                (this.height, this.width) = (1, 1);
                this.values = [.. Enumerable.Range(0, dense.Weights.Outputs).Select(output => Dot(dense.Weights, output, column => this.values[column]))];
                After(dense.Weights, dense.Bias);
                break;
            case MappedConvolution convolution:
                Convolve(convolution);
                After(convolution.Weights, convolution.Bias);
                break;
            case MappedMaxPool pool:
                Pool(pool);
                break;
            case MappedThresholds thresholds:
                int several = thresholds.ValuesOfOutput;
                int channels = thresholds.Values.Length / several;
                this.values = [.. this.values.Select((sum, i) => Enumerable.Range(i % channels * several, several).Count(t => Fires(thresholds, (long)sum, t)))
                    .Select(count => several > 1 ? thresholds.Offset + count : count > 0 ? 1.0 : -1)];
                break;
            case MappedBatchNorm n:
                this.values = [.. this.values.Select((v, i) => i % n.Gamma.Length is var c ? (n.Gamma[c] * (v - n.Mean[c]) / Math.Sqrt(n.Variance[c] + n.Epsilon)) + n.Beta[c] : 0)];
                break;
            case MappedSign:
                this.values = [.. this.values.Select(v => v >= 0 ? 1.0 : -1)];
                break;
        }
    }

    /// <summary>Decided from the file's own terms, not by the number that the network offers.</summary>
    private static bool Fires(MappedThresholds thresholds, long dot, int channel)
    {
        long sum = (thresholds.Domain == ThresholdDomain.Popcount ? (dot + thresholds.FanIn) / 2 : dot - thresholds.Padding) * thresholds.Factor;
        bool fires = thresholds.Comparison == ThresholdComparison.Greater ? sum > thresholds.Values[channel] : sum >= thresholds.Values[channel];
        Assert.Equal(fires, dot >= thresholds.SmallestFiringDot(channel));
        return fires;
    }

    private static double Dot(MappedWeights weights, int output, Func<int, double> input)
    {
        double sum = 0;
        for (int column = 0; column < weights.Columns; column++)
        {
            sum += weights.Signs is null ? input(column) * weights.Reals![(output * weights.Columns) + column]
                : weights.Signs[output, column] ? input(column)
                : -input(column);
        }

        return sum;
    }

    private void After(MappedWeights weights, float[]? bias)
    {
        LastSums = Array.ConvertAll(this.values, v => (long)v);
        int outputs = weights.Outputs;
        this.values = [.. this.values.Select((v, i) => (v * (weights.Scales?[i % outputs] ?? 1)) + (bias?[i % outputs] ?? 0))];
    }

    private void Convolve(MappedConvolution item)
    {
        int channels = this.values.Length / (this.height * this.width);
        int outHeight = this.height - item.KernelHeight + 1;
        int outWidth = this.width - item.KernelWidth + 1;
        double[] sums = new double[outHeight * outWidth * item.Weights.Outputs];
        double[] window = new double[item.Weights.Columns];
        for (int y = 0; y < outHeight; y++)
        {
            for (int x = 0; x < outWidth; x++)
            {
                for (int column = 0; column < window.Length; column++)
                {
                    int position = column / channels;
                    window[column] = this.values[((((y + (position / item.KernelWidth)) * this.width) + x + (position % item.KernelWidth)) * channels) + (column % channels)];
                }

                for (int output = 0; output < item.Weights.Outputs; output++)
                {
                    sums[(((y * outWidth) + x) * item.Weights.Outputs) + output] = Dot(item.Weights, output, column => window[column]);
                }
            }
        }

        (this.height, this.width, this.values) = (outHeight, outWidth, sums);
    }

    private void Pool(MappedMaxPool item)
    {
        int channels = this.values.Length / (this.height * this.width);
        int outHeight = ((this.height - item.Size) / item.Stride) + 1;
        int outWidth = ((this.width - item.Size) / item.Stride) + 1;
        double[] pooled = new double[outHeight * outWidth * channels];
        for (int i = 0; i < pooled.Length; i++)
        {
            (int y, int x, int c) = (i / channels / outWidth, i / channels % outWidth, i % channels);
            pooled[i] = Enumerable.Range(0, item.Size * item.Size).Max(p =>
                this.values[((((y * item.Stride) + (p / item.Size)) * this.width) + (x * item.Stride) + (p % item.Size)) * channels + c]);
        }

        (this.height, this.width, this.values) = (outHeight, outWidth, pooled);
    }
}
