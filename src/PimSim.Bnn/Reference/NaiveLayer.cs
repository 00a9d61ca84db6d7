namespace PimSim.Bnn;

/// <summary>A convolution or dense layer with plain loops. A dense layer is taken as a convolution of a 1x1 image.</summary>
internal sealed class NaiveLayer
{
    private readonly LayerPlan plan;
    private readonly ImageShape input;
    private readonly int kernelHeight;
    private readonly int kernelWidth;
    private readonly int stride;
    private readonly int padding;
    private readonly int groups;
    private readonly sbyte outside;
    private readonly sbyte[] signs;
    private readonly float[] reals;
    private readonly float[]? bias;

    public NaiveLayer(LayerPlan plan, BinarizedWeights? binarized)
    {
        this.plan = plan;
        this.signs = binarized is null ? [] : Unpack(binarized);
        reals = plan.Weights is RealWeights weights ? weights.Values : [];
        bias = plan.Dense?.Bias;
        if (plan.Convolution is { } c)
        {
            input = plan.Input;
            (kernelHeight, kernelWidth, stride, padding, groups) = (c.KernelHeight, c.KernelWidth, c.Stride, c.Padding, c.Groups);
            this.outside = c.PaddingValue switch { PaddingValue.Zero => 0, PaddingValue.PlusOne => 1, _ => -1 };
        }
        else
        {
            input = new ImageShape(1, 1, plan.Input.Count);
            (kernelHeight, kernelWidth, stride, padding, groups) = (1, 1, 1, 0, 1);
        }
    }

    /// <summary>Dot products of +-1 weights with whole numbers; a padded true 0 adds nothing.</summary>
    public int[] Dots(int[] image)
    {
        int depth = input.Channels / groups;
        int[] result = new int[this.plan.LayerOutput.Count];
        int[] window = new int[kernelHeight * kernelWidth * input.Channels];
        int next = 0;
        for (int position = 0; position < this.plan.LayerOutput.Height * this.plan.LayerOutput.Width; position++)
        {
            Gather(image, (int)this.outside, position, window);
            for (int o = 0; o < this.plan.Channels; o++)
            {
                int sum = 0;
                int weight = o * this.plan.Positions;
                for (int tap = GroupStart(o, depth); tap < window.Length; tap += input.Channels)
                {
                    for (int i = 0; i < depth; i++)
                    {
                        sum += window[tap + i] * this.signs[weight++];
                    }
                }

                result[next++] = sum;
            }
        }

        return result;
    }

    /// <summary>fp32 results: one fused multiply-add chain an output in rising k from +0, padding multiplied too, then the bias.</summary>
    public float[] Reals(float[] image)
    {
        int depth = input.Channels / groups;
        float[] result = new float[this.plan.LayerOutput.Count];
        float[] window = new float[kernelHeight * kernelWidth * input.Channels];
        int next = 0;
        for (int position = 0; position < this.plan.LayerOutput.Height * this.plan.LayerOutput.Width; position++)
        {
            Gather(image, (float)this.outside, position, window);
            for (int o = 0; o < this.plan.Channels; o++)
            {
                float sum = 0f;
                int weight = o * this.plan.Positions;
                for (int tap = GroupStart(o, depth); tap < window.Length; tap += input.Channels)
                {
                    for (int i = 0; i < depth; i++)
                    {
                        sum = MathF.FusedMultiplyAdd(window[tap + i], reals[weight++], sum);
                    }
                }

                result[next++] = bias is null ? sum : sum + bias[o];
            }
        }

        return result;
    }

    private int GroupStart(int output, int depth) => output / (this.plan.Channels / groups) * depth;

    private void Gather<T>(T[] image, T outside, int position, T[] window)
    {
        int channels = input.Channels;
        int top = (position / this.plan.LayerOutput.Width * stride) - padding;
        int left = (position % this.plan.LayerOutput.Width * stride) - padding;
        for (int tap = 0; tap < kernelHeight * kernelWidth; tap++)
        {
            int y = top + (tap / kernelWidth);
            int x = left + (tap % kernelWidth);
            Span<T> target = window.AsSpan(tap * channels, channels);
            if (y >= 0 && y < input.Height && x >= 0 && x < input.Width)
            {
                image.AsSpan(((y * input.Width) + x) * channels, channels).CopyTo(target);
            }
            else
            {
                target.Fill(outside);
            }
        }
    }

    private static sbyte[] Unpack(BinarizedWeights weights)
    {
        sbyte[] signs = new sbyte[weights.Count];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = (sbyte)(((weights.Bits[i / 64] >> (i % 64)) & 1) == 0 ? 1 : -1);
        }

        return signs;
    }
}
