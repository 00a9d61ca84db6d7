namespace PimSim.Bnn;

/// <summary>A convolution or dense layer with plain loops. A dense layer is taken as a convolution of a 1x1 image.</summary>
internal sealed class NaiveLayer
{
    private readonly LayerPlan _plan;
    private readonly ImageShape _input;
    private readonly int _kernelHeight;
    private readonly int _kernelWidth;
    private readonly int _stride;
    private readonly int _padding;
    private readonly int _groups;
    private readonly sbyte _outside;
    private readonly sbyte[] _signs;
    private readonly float[] _reals;
    private readonly float[]? _bias;

    public NaiveLayer(LayerPlan plan, BinarizedWeights? binarized)
    {
        _plan = plan;
        _signs = binarized is null ? [] : Unpack(binarized);
        _reals = plan.Weights is RealWeights weights ? weights.Values : [];
        _bias = plan.Dense?.Bias;
        if (plan.Convolution is { } c)
        {
            _input = plan.Input;
            (_kernelHeight, _kernelWidth, _stride, _padding, _groups) = (c.KernelHeight, c.KernelWidth, c.Stride, c.Padding, c.Groups);
            _outside = c.PaddingValue switch { PaddingValue.Zero => 0, PaddingValue.PlusOne => 1, _ => -1 };
        }
        else
        {
            _input = new ImageShape(1, 1, plan.Input.Count);
            (_kernelHeight, _kernelWidth, _stride, _padding, _groups) = (1, 1, 1, 0, 1);
        }
    }

    /// <summary>Dot products of +-1 values; a padded true 0 adds nothing.</summary>
    public int[] Dots(sbyte[] image)
    {
        int depth = _input.Channels / _groups;
        int[] result = new int[_plan.LayerOutput.Count];
        sbyte[] window = new sbyte[_kernelHeight * _kernelWidth * _input.Channels];
        int next = 0;
        for (int position = 0; position < _plan.LayerOutput.Height * _plan.LayerOutput.Width; position++)
        {
            Gather(image, _outside, position, window);
            for (int o = 0; o < _plan.Channels; o++)
            {
                int sum = 0;
                int weight = o * _plan.Positions;
                for (int tap = GroupStart(o, depth); tap < window.Length; tap += _input.Channels)
                {
                    for (int i = 0; i < depth; i++)
                    {
                        sum += window[tap + i] * _signs[weight++];
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
        int depth = _input.Channels / _groups;
        float[] result = new float[_plan.LayerOutput.Count];
        float[] window = new float[_kernelHeight * _kernelWidth * _input.Channels];
        int next = 0;
        for (int position = 0; position < _plan.LayerOutput.Height * _plan.LayerOutput.Width; position++)
        {
            Gather(image, (float)_outside, position, window);
            for (int o = 0; o < _plan.Channels; o++)
            {
                float sum = 0f;
                int weight = o * _plan.Positions;
                for (int tap = GroupStart(o, depth); tap < window.Length; tap += _input.Channels)
                {
                    for (int i = 0; i < depth; i++)
                    {
                        sum = MathF.FusedMultiplyAdd(window[tap + i], _reals[weight++], sum);
                    }
                }

                result[next++] = _bias is null ? sum : sum + _bias[o];
            }
        }

        return result;
    }

    private int GroupStart(int output, int depth) => output / (_plan.Channels / _groups) * depth;

    private void Gather<T>(T[] image, T outside, int position, T[] window)
    {
        int channels = _input.Channels;
        int top = (position / _plan.LayerOutput.Width * _stride) - _padding;
        int left = (position % _plan.LayerOutput.Width * _stride) - _padding;
        for (int tap = 0; tap < _kernelHeight * _kernelWidth; tap++)
        {
            int y = top + (tap / _kernelWidth);
            int x = left + (tap % _kernelWidth);
            Span<T> target = window.AsSpan(tap * channels, channels);
            if (y >= 0 && y < _input.Height && x >= 0 && x < _input.Width)
            {
                image.AsSpan(((y * _input.Width) + x) * channels, channels).CopyTo(target);
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
