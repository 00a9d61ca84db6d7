namespace PimSim.Interop.Tests;

/// <summary>Runs a mapped network on one image, number by number: what a right import must give.</summary>
internal sealed class MappedEvaluator(MappedNetwork network)
{
    private int height;
    private int width;
    private long[] values = [];

    /// <summary>The sums of the last layer with weights.</summary>
    public long[] LastSums { get; private set; } = [];

    /// <summary>The class of an image, pixels as height x width x channels.</summary>
    public int Classify(ReadOnlySpan<byte> pixels)
    {
        (this.height, this.width) = (network.Input.Height, network.Input.Width);
        this.values = new long[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            this.values[i] = Encode(pixels[i]);
        }

        foreach (MappedItem item in network.Items)
        {
            Step(item);
        }

        return network.Decision == ClassDecision.HighestFiring
            ? Math.Max(0, Array.FindLastIndex(this.values, value => value > 0))
            : Array.IndexOf(this.values, this.values.Max());
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
                this.values = [.. Enumerable.Range(0, dense.Weights.Outputs).Select(output => Dot(dense.Weights.Signs!, output, column => this.values[column]))];
                LastSums = this.values;
                break;
            case MappedConvolution convolution:
                Convolve(convolution);
                LastSums = this.values;
                break;
            case MappedMaxPool pool:
                Pool(pool);
                break;
            case MappedThresholds thresholds:
                int channels = thresholds.Values.Length;
                this.values = [.. this.values.Select((sum, i) => Fires(thresholds, sum, i % channels) ? 1L : -1)];
                break;
        }
    }

    /// <summary>Decided from the file's own terms, not by the number that the network offers.</summary>
    private static bool Fires(MappedThresholds thresholds, long dot, int channel)
    {
        long sum = (thresholds.Domain == ThresholdDomain.Popcount ? (dot + thresholds.FanIn) / 2 : dot) * thresholds.Factor;
        bool fires = thresholds.Comparison == ThresholdComparison.Greater ? sum > thresholds.Values[channel] : sum >= thresholds.Values[channel];
        Assert.Equal(fires, dot >= thresholds.SmallestFiringDot(channel));
        return fires;
    }

    private static long Dot(SignMatrix signs, int output, Func<int, long> input)
    {
        long sum = 0;
        for (int column = 0; column < signs.Columns; column++)
        {
            sum += signs[output, column] ? input(column) : -input(column);
        }

        return sum;
    }

    private void Convolve(MappedConvolution item)
    {
        int channels = this.values.Length / (this.height * this.width);
        int outHeight = this.height - item.KernelHeight + 1;
        int outWidth = this.width - item.KernelWidth + 1;
        long[] sums = new long[outHeight * outWidth * item.Weights.Outputs];
        long[] window = new long[item.Weights.Columns];
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
                    sums[(((y * outWidth) + x) * item.Weights.Outputs) + output] = Dot(item.Weights.Signs!, output, column => window[column]);
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
        long[] pooled = new long[outHeight * outWidth * channels];
        for (int i = 0; i < pooled.Length; i++)
        {
            (int y, int x, int c) = (i / channels / outWidth, i / channels % outWidth, i % channels);
            pooled[i] = Enumerable.Range(0, item.Size * item.Size).Max(p =>
                this.values[((((y * item.Stride) + (p / item.Size)) * this.width) + (x * item.Stride) + (p % item.Size)) * channels + c]);
        }

        (this.height, this.width, this.values) = (outHeight, outWidth, pooled);
    }
}
