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
    public static void Signs(ReadOnlySpan<float> x, in NormParameters norm, PixelRows rows, Span<float> signs) => Signs(x, norm, rows, signs, LaneWidths.Best);

    /// <summary>
    /// Gradients of shift and scale: with g = gradient where the normalized x is in [-1, 1], else 0, shift[c] += g and
    /// scale[c] += g * standardized x.
    /// </summary>
    public static void ParameterGradients(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, PixelRows rows, in NormParameters norm, Span<float> scale, Span<float> shift) =>
        ParameterGradients(x, gradient, rows, norm, scale, shift, LaneWidths.Best);

    /// <summary>
    /// Gradient of x: ((g - meanShift[c]) - standardized x * meanScale[c]) * factor[c], g as in
    /// <see cref="ParameterGradients(ReadOnlySpan{float}, ReadOnlySpan{float}, PixelRows, in NormParameters, Span{float}, Span{float})"/>.
    /// </summary>
    public static void InputGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        PixelRows rows,
        in NormParameters norm,
        ReadOnlySpan<float> meanScale,
        ReadOnlySpan<float> meanShift,
        ReadOnlySpan<float> factor,
        Span<float> result) =>
        InputGradient(x, gradient, rows, norm, meanScale, meanShift, factor, result, LaneWidths.Best);

    internal static void Sums(ReadOnlySpan<float> x, int channels, Span<float> sums, LaneWidth width)
    {
        fixed (float* source = x, target = sums[..channels])
        {
            LaneLoop.Run(new ChainKernel<PlainTerm>(default, source, x.Length / channels, channels, target), channels, width);
        }
    }

    internal static void SquaredDeviations(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, Span<float> sums, LaneWidth width)
    {
        int channels = mean.Length;
        fixed (float* source = x, average = mean, target = sums[..channels])
        {
            LaneLoop.Run(new ChainKernel<SquaredDeviationTerm>(new(average), source, x.Length / channels, channels, target), channels, width);
        }
    }

    internal static void Signs(ReadOnlySpan<float> x, in NormParameters norm, PixelRows rows, Span<float> signs, LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x[..rows.Length(channels)], target = signs[..rows.Extent(channels)], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new SignKernel(source, rows, channels, lanes, target), channels, width);
        }
    }

    internal static void ParameterGradients(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        PixelRows rows,
        in NormParameters norm,
        Span<float> scale,
        Span<float> shift,
        LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x[..rows.Length(channels)], g = gradient[..rows.Extent(channels)], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        fixed (float* scaleSum = scale[..channels], shiftSum = shift[..channels])
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new ParameterKernel(source, g, rows, channels, lanes, scaleSum, shiftSum), channels, width);
        }
    }

    internal static void InputGradient(
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> gradient,
        PixelRows rows,
        in NormParameters norm,
        ReadOnlySpan<float> meanScale,
        ReadOnlySpan<float> meanShift,
        ReadOnlySpan<float> factor,
        Span<float> result,
        LaneWidth width)
    {
        int channels = norm.Channels;
        fixed (float* source = x[..rows.Length(channels)], g = gradient[..rows.Extent(channels)], mean = norm.Mean, inverse = norm.Inverse, gamma = norm.Gamma, beta = norm.Beta)
        fixed (float* scaleMean = meanScale[..channels], shiftMean = meanShift[..channels], times = factor[..channels], target = result[..rows.Length(channels)])
        {
            NormLanes lanes = new(mean, inverse, gamma, beta);
            LaneLoop.Run(new InputKernel(source, g, rows, channels, lanes, scaleMean, shiftMean, times, target), channels, width);
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
        /// <summary>The parameters of some channels, to be kept in registers over all pixels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load<TLanes, TVector>(int c, out TVector middle, out TVector factor, out TVector scale, out TVector shift)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            middle = TLanes.Load(mean + c);
            factor = TLanes.Load(inverse + c);
            scale = TLanes.Load(gamma + c);
            shift = TLanes.Load(beta + c);
        }
    }

    /// <summary>What a pixel adds to the sum of a channel.</summary>
    private interface IChainTerm
    {
        TVector Add<TLanes, TVector>(TVector sum, TVector x, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged;
    }

    private readonly struct PlainTerm : IChainTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add<TLanes, TVector>(TVector sum, TVector x, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged => TLanes.Add(sum, x);
    }

    private readonly struct SquaredDeviationTerm(float* mean) : IChainTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Add<TLanes, TVector>(TVector sum, TVector x, int c)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector d = TLanes.Subtract(x, TLanes.Load(mean + c));
            return TLanes.FusedMultiplyAdd(d, d, sum);
        }
    }

    // Four vectors of channels side by side: alone, each addition of a chain would wait for the one before.
    private readonly struct ChainKernel<TTerm>(TTerm term, float* x, int pixels, int channels, float* sums) : ILaneKernel
        where TTerm : struct, IChainTerm
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            int c = start;
            for (; c <= end - (4 * TLanes.Count); c += 4 * TLanes.Count)
            {
                (int c1, int c2, int c3) = (c + TLanes.Count, c + (2 * TLanes.Count), c + (3 * TLanes.Count));
                TVector sum0 = TLanes.Load(sums + c), sum1 = TLanes.Load(sums + c1), sum2 = TLanes.Load(sums + c2), sum3 = TLanes.Load(sums + c3);
                float* from = x + c;
                for (int p = 0; p < pixels; p++, from += channels)
                {
                    sum0 = term.Add<TLanes, TVector>(sum0, TLanes.Load(from), c);
                    sum1 = term.Add<TLanes, TVector>(sum1, TLanes.Load(from + TLanes.Count), c1);
                    sum2 = term.Add<TLanes, TVector>(sum2, TLanes.Load(from + (2 * TLanes.Count)), c2);
                    sum3 = term.Add<TLanes, TVector>(sum3, TLanes.Load(from + (3 * TLanes.Count)), c3);
                }

                TLanes.Store(sum0, sums + c);
                TLanes.Store(sum1, sums + c1);
                TLanes.Store(sum2, sums + c2);
                TLanes.Store(sum3, sums + c3);
            }

            for (; c < end; c += TLanes.Count)
            {
                TVector sum = TLanes.Load(sums + c);
                for (int p = 0; p < pixels; p++)
                {
                    sum = term.Add<TLanes, TVector>(sum, TLanes.Load(x + ((nint)p * channels) + c), c);
                }

                TLanes.Store(sum, sums + c);
            }
        }
    }

    private readonly struct SignKernel(float* x, PixelRows rows, int channels, NormLanes norm, float* signs) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            TVector one = TLanes.Broadcast(1f);
            TVector minusOne = TLanes.Broadcast(-1f);
            for (int c = start; c < end; c += TLanes.Count)
            {
                norm.Load<TLanes, TVector>(c, out TVector middle, out TVector factor, out TVector scale, out TVector shift);
                float* from = x + c;
                for (int row = 0; row < rows.Rows; row++)
                {
                    float* to = signs + ((nint)row * rows.Stride) + c;
                    for (int p = 0; p < rows.Width; p++)
                    {
                        TVector standardized = TLanes.Multiply(TLanes.Subtract(TLanes.Load(from), middle), factor);
                        TVector negative = TLanes.GreaterThan(zero, TLanes.FusedMultiplyAdd(standardized, scale, shift));
                        TLanes.Store(TLanes.Select(negative, minusOne, one), to);
                        from += channels;
                        to += channels;
                    }
                }
            }
        }
    }

    private readonly struct ParameterKernel(float* x, float* gradient, PixelRows rows, int channels, NormLanes norm, float* scaleSums, float* shiftSums)
        : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                norm.Load<TLanes, TVector>(c, out TVector middle, out TVector factor, out TVector scale, out TVector shift);
                TVector scaleSum = TLanes.Load(scaleSums + c);
                TVector shiftSum = TLanes.Load(shiftSums + c);
                float* from = x + c;
                for (int row = 0; row < rows.Rows; row++)
                {
                    float* above = gradient + ((nint)row * rows.Stride) + c;
                    for (int p = 0; p < rows.Width; p++)
                    {
                        TVector standardized = TLanes.Multiply(TLanes.Subtract(TLanes.Load(from), middle), factor);
                        TVector g = Gate<TLanes, TVector>(TLanes.Load(above), TLanes.FusedMultiplyAdd(standardized, scale, shift));
                        shiftSum = TLanes.Add(shiftSum, g);
                        scaleSum = TLanes.FusedMultiplyAdd(g, standardized, scaleSum);
                        from += channels;
                        above += channels;
                    }
                }

                TLanes.Store(scaleSum, scaleSums + c);
                TLanes.Store(shiftSum, shiftSums + c);
            }
        }
    }

    private readonly struct InputKernel(
        float* x,
        float* gradient,
        PixelRows rows,
        int channels,
        NormLanes norm,
        float* meanScale,
        float* meanShift,
        float* factors,
        float* result) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            for (int c = start; c < end; c += TLanes.Count)
            {
                norm.Load<TLanes, TVector>(c, out TVector middle, out TVector inverse, out TVector scale, out TVector shift);
                TVector negatedScale = TLanes.Subtract(zero, TLanes.Load(meanScale + c));
                TVector shiftMean = TLanes.Load(meanShift + c);
                TVector factor = TLanes.Load(factors + c);
                float* from = x + c;
                float* to = result + c;
                for (int row = 0; row < rows.Rows; row++)
                {
                    float* above = gradient + ((nint)row * rows.Stride) + c;
                    for (int p = 0; p < rows.Width; p++)
                    {
                        TVector standardized = TLanes.Multiply(TLanes.Subtract(TLanes.Load(from), middle), inverse);
                        TVector g = Gate<TLanes, TVector>(TLanes.Load(above), TLanes.FusedMultiplyAdd(standardized, scale, shift));
                        g = TLanes.FusedMultiplyAdd(standardized, negatedScale, TLanes.Subtract(g, shiftMean));
                        TLanes.Store(TLanes.Multiply(g, factor), to);
                        from += channels;
                        above += channels;
                        to += channels;
                    }
                }
            }
        }
    }
}
