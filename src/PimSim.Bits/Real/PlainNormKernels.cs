using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>
/// Batch normalization whose result is numbers, forward and backward, over pixels x channels. Sums over pixels are one chain a
/// channel, in the order of the pixels, going on from what the target holds; lanes hold channels. <see cref="NormKernels"/> has what
/// this shares with batch normalization before a sign.
/// </summary>
public static unsafe class PlainNormKernels
{
    /// <summary>result[p, c] = fma(standardized x, gamma[c], beta[c]).</summary>
    public static void Normalize(ReadOnlySpan<float> x, in NormParameters norm, Span<float> result) => Normalize(x, norm, result, LaneWidths.Best);

    /// <summary>Gradients of shift and scale: shift[c] += gradient and scale[c] = fma(gradient, standardized x, scale[c]), over the pixels.</summary>
    public static void ParameterGradients(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, in NormParameters norm, Span<float> scale, Span<float> shift) =>
        ParameterGradients(x, gradient, norm, scale, shift, LaneWidths.Best);

    /// <summary>
    /// Adds the gradient of x: result += ((gradient - meanShift[c]) - standardized x * meanScale[c]) * factor[c].
    /// </summary>
    public static void AddInputGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        in NormParameters norm,
        ReadOnlySpan<float> meanScale,
        ReadOnlySpan<float> meanShift,
        ReadOnlySpan<float> factor,
        Span<float> result) =>
        AddInputGradient(x, gradient, norm, meanScale, meanShift, factor, result, LaneWidths.Best);

    internal static void Normalize(ReadOnlySpan<float> x, in NormParameters norm, Span<float> result, LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x, target = result[..x.Length], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        {
            LaneLoop.Run(new NormalizeKernel(source, x.Length / channels, channels, new Lanes(mean, inverse), gamma, beta, target), channels, width);
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
        fixed (float* source = x, g = gradient[..x.Length], mean = norm.Mean, inverse = norm.Inverse)
        fixed (float* scaleSum = scale[..channels], shiftSum = shift[..channels])
        {
            LaneLoop.Run(new ParameterKernel(source, g, x.Length / channels, channels, new Lanes(mean, inverse), scaleSum, shiftSum), channels, width);
        }
    }

    internal static void AddInputGradient(
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
        fixed (float* source = x, g = gradient[..x.Length], mean = norm.Mean, inverse = norm.Inverse)
        fixed (float* scaleMean = meanScale[..channels], shiftMean = meanShift[..channels], times = factor[..channels], target = result[..x.Length])
        {
            LaneLoop.Run(new InputKernel(source, g, x.Length / channels, channels, new Lanes(mean, inverse), scaleMean, shiftMean, times, target), channels, width);
        }
    }

    private readonly struct Lanes(float* mean, float* inverse)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Standardize<TLanes, TVector>(TVector x, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged =>
            TLanes.Multiply(TLanes.Subtract(x, TLanes.Load(mean + c)), TLanes.Load(inverse + c));
    }

    private readonly struct NormalizeKernel(float* x, int pixels, int channels, Lanes lanes, float* gamma, float* beta, float* result) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector scale = TLanes.Load(gamma + c);
                TVector shift = TLanes.Load(beta + c);
                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * channels) + c;
                    TLanes.Store(TLanes.FusedMultiplyAdd(lanes.Standardize<TLanes, TVector>(TLanes.Load(x + at), c), scale, shift), result + at);
                }
            }
        }
    }

    private readonly struct ParameterKernel(float* x, float* gradient, int pixels, int channels, Lanes lanes, float* scale, float* shift) : ILaneKernel
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
                    TVector g = TLanes.Load(gradient + at);
                    shiftSum = TLanes.Add(shiftSum, g);
                    scaleSum = TLanes.FusedMultiplyAdd(g, lanes.Standardize<TLanes, TVector>(TLanes.Load(x + at), c), scaleSum);
                }

                TLanes.Store(scaleSum, scale + c);
                TLanes.Store(shiftSum, shift + c);
            }
        }
    }

    private readonly struct InputKernel(
        float* x, float* gradient, int pixels, int channels, Lanes lanes, float* meanScale, float* meanShift, float* factor, float* result) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector negatedScale = TLanes.Subtract(zero, TLanes.Load(meanScale + c));
                TVector shift = TLanes.Load(meanShift + c);
                TVector times = TLanes.Load(factor + c);
                for (int p = 0; p < pixels; p++)
                {
                    int at = (p * channels) + c;
                    TVector g = TLanes.Subtract(TLanes.Load(gradient + at), shift);
                    g = TLanes.FusedMultiplyAdd(lanes.Standardize<TLanes, TVector>(TLanes.Load(x + at), c), negatedScale, g);
                    TLanes.Store(TLanes.Add(TLanes.Load(result + at), TLanes.Multiply(g, times)), result + at);
                }
            }
        }
    }
}
