using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>
/// Batch normalization and sign, forward and backward, over pixels x channels. Sums over pixels are one chain a channel,
/// in the order of the pixels, going on from what the target holds; lanes hold channels.
/// </summary>
public static unsafe class NormKernels
{
    /// <summary>sums[c] += x[p, c], over the pixels.</summary>
    public static void Sums(ReadOnlySpan<float> x, int channels, Span<float> sums) => Sums(x, channels, sums, LaneWidths.Best);

    /// <summary>sums[c] += (x[p, c] - mean[c])^2, over the pixels, by fused multiply-adds.</summary>
    public static void SquaredDeviations(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, Span<float> sums) =>
        SquaredDeviations(x, mean, sums, LaneWidths.Best);

    /// <summary>signs[p, c] = -1 where the normalized x is below 0, else +1.</summary>
    public static void Signs(ReadOnlySpan<float> x, in NormParameters norm, Span<float> signs) => Signs(x, norm, signs, LaneWidths.Best);

    /// <summary>
    /// Gradients of shift and scale: with g = gradient where the normalized x is in [-1, 1], else 0, shift[c] += g and
    /// scale[c] += g * standardized x.
    /// </summary>
    public static void ParameterGradients(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, in NormParameters norm, Span<float> scale, Span<float> shift) =>
        ParameterGradients(x, gradient, norm, scale, shift, LaneWidths.Best);

    /// <summary>
    /// Gradient of x: ((g - meanShift[c]) - standardized x * meanScale[c]) * factor[c], g as in
    /// <see cref="ParameterGradients(ReadOnlySpan{float}, ReadOnlySpan{float}, in NormParameters, Span{float}, Span{float})"/>.
    /// </summary>
    public static void InputGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        in NormParameters norm,
        ReadOnlySpan<float> meanScale,
        ReadOnlySpan<float> meanShift,
        ReadOnlySpan<float> factor,
        Span<float> result) =>
        InputGradient(x, gradient, norm, meanScale, meanShift, factor, result, LaneWidths.Best);

    internal static void Sums(ReadOnlySpan<float> x, int channels, Span<float> sums, LaneWidth width)
    {
        fixed (float* source = x, target = sums[..channels])
        {
            LaneLoop.Run(new SumKernel(source, x.Length / channels, channels, target), channels, width);
        }
    }

    internal static void SquaredDeviations(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, Span<float> sums, LaneWidth width)
    {
        int channels = mean.Length;
        fixed (float* source = x, average = mean, target = sums[..channels])
        {
            LaneLoop.Run(new DeviationKernel(source, x.Length / channels, channels, average, target), channels, width);
        }
    }

    internal static void Signs(ReadOnlySpan<float> x, in NormParameters norm, Span<float> signs, LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x, target = signs[..x.Length], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new SignKernel(source, x.Length / channels, channels, lanes, target), channels, width);
        }
    }

    internal static void ParameterGradients(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        in NormParameters norm,
        Span<float> scale,
        Span<float> shift,
        LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x, g = gradient[..x.Length], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        fixed (float* scaleSum = scale[..channels], shiftSum = shift[..channels])
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new ParameterKernel(source, g, x.Length / channels, channels, lanes, scaleSum, shiftSum), channels, width);
        }
    }

    internal static void InputGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        in NormParameters norm,
        ReadOnlySpan<float> meanScale,
        ReadOnlySpan<float> meanShift,
        ReadOnlySpan<float> factor,
        Span<float> result,
        LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x, g = gradient[..x.Length], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        fixed (float* scaleMean = meanScale[..channels], shiftMean = meanShift[..channels], times = factor[..channels], target = result[..x.Length])
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new InputKernel(source, g, x.Length / channels, channels, lanes, scaleMean, shiftMean, times, target), channels, width);
        }
    }

    /// <summary>Gradient that passes the sign: where the normalized value is in [-1, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gate<TLanes, TVector>(TVector gradient, TVector normalized)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        TLanes.Select(TLanes.GreaterThan(TLanes.Absolute(normalized), TLanes.Broadcast(1f)), TLanes.Broadcast(0f), gradient);

    private readonly struct NormLanes(float* mean, float* inverse, float* gamma, float* beta)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Standardize<TLanes, TVector>(TVector x, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged =>
            TLanes.Multiply(TLanes.Subtract(x, TLanes.Load(mean + c)), TLanes.Load(inverse + c));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Normalize<TLanes, TVector>(TVector standardized, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged =>
            TLanes.FusedMultiplyAdd(standardized, TLanes.Load(gamma + c), TLanes.Load(beta + c));
    }

    private readonly struct SumKernel(float* x, int pixels, int channels, float* sums) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector sum = TLanes.Load(sums + c);
                for (int p = 0; p < pixels; p++)
                {
                    sum = TLanes.Add(sum, TLanes.Load(x + (p * channels) + c));
                }

                TLanes.Store(sum, sums + c);
            }
        }
    }

    private readonly struct DeviationKernel(float* x, int pixels, int channels, float* mean, float* sums) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector sum = TLanes.Load(sums + c);
                TVector middle = TLanes.Load(mean + c);
                for (int p = 0; p < pixels; p++)
                {
                    TVector d = TLanes.Subtract(TLanes.Load(x + (p * channels) + c), middle);
                    sum = TLanes.FusedMultiplyAdd(d, d, sum);
                }

                TLanes.Store(sum, sums + c);
            }
        }
    }

    private readonly struct SignKernel(float* x, int pixels, int channels, NormLanes norm, float* signs) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            for (int c = start; c < end; c += TLanes.Count)
            {
                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * channels) + c;
                    TVector standardized = norm.Standardize<TLanes, TVector>(TLanes.Load(x + at), c);
                    TVector normalized = norm.Normalize<TLanes, TVector>(standardized, c);
                    TVector negative = TLanes.GreaterThan(zero, normalized);
                    TLanes.Store(TLanes.Select(negative, TLanes.Broadcast(-1f), TLanes.Broadcast(1f)), signs + at);
                }
            }
        }
    }

    private readonly struct ParameterKernel(float* x, float* gradient, int pixels, int channels, NormLanes norm, float* scale, float* shift)
        : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector scaleSum = TLanes.Load(scale + c);
                TVector shiftSum = TLanes.Load(shift + c);
                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * channels) + c;
                    TVector standardized = norm.Standardize<TLanes, TVector>(TLanes.Load(x + at), c);
                    TVector g = Gate<TLanes, TVector>(TLanes.Load(gradient + at), norm.Normalize<TLanes, TVector>(standardized, c));
                    shiftSum = TLanes.Add(shiftSum, g);
                    scaleSum = TLanes.FusedMultiplyAdd(g, standardized, scaleSum);
                }

                TLanes.Store(scaleSum, scale + c);
                TLanes.Store(shiftSum, shift + c);
            }
        }
    }

    private readonly struct InputKernel(
        float* x,
        float* gradient,
        int pixels,
        int channels,
        NormLanes norm,
        float* meanScale,
        float* meanShift,
        float* factor,
        float* result) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector negatedScale = TLanes.Subtract(zero, TLanes.Load(meanScale + c));
                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * channels) + c;
                    TVector standardized = norm.Standardize<TLanes, TVector>(TLanes.Load(x + at), c);
                    TVector g = Gate<TLanes, TVector>(TLanes.Load(gradient + at), norm.Normalize<TLanes, TVector>(standardized, c));
                    g = TLanes.Subtract(g, TLanes.Load(meanShift + c));
                    g = TLanes.FusedMultiplyAdd(standardized, negatedScale, g);
                    TLanes.Store(TLanes.Multiply(g, TLanes.Load(factor + c)), result + at);
                }
            }
        }
    }
}
