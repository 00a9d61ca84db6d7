using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>Weights and a range [lower, upper], element by element: clip(w) is lower if w &lt; lower, upper if w &gt; upper, else w.</summary>
public static unsafe class ClipKernels
{
    /// <summary>signs[i] = +1 where clip(weights[i]) is at least 0, else -1.</summary>
    public static void Signs(ReadOnlySpan<float> weights, float lower, float upper, Span<float> signs) =>
        Signs(weights, lower, upper, signs, LaneWidths.Best);

    /// <summary>weights[i] = clip(weights[i]).</summary>
    public static void Clip(Span<float> weights, float lower, float upper) => Clip(weights, lower, upper, LaneWidths.Best);

    /// <summary>Where the gradient of each clipped weight goes: to the weight, to the lower or to the upper limit; 0 elsewhere.</summary>
    /// <param name="weights">w.</param>
    /// <param name="gradient">Gradient of clip(w).</param>
    /// <param name="lower">The lower limit; it takes the gradient where w is at most that.</param>
    /// <param name="upper">The upper limit; it takes the gradient where w is at least that.</param>
    /// <param name="inclusive">Whether weights on a limit take it as well.</param>
    /// <param name="inside">Gradient of w, out.</param>
    /// <param name="below">What the lower limit takes of each, out.</param>
    /// <param name="above">What the upper limit takes of each, out.</param>
    public static void Split(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> gradient, float lower, float upper, bool inclusive, Span<float> inside, Span<float> below, Span<float> above) =>
        Split(weights, gradient, lower, upper, inclusive, inside, below, above, LaneWidths.Best);

    internal static void Signs(ReadOnlySpan<float> weights, float lower, float upper, Span<float> signs, LaneWidth width)
    {
        fixed (float* w = weights, to = signs[..weights.Length])
        {
            LaneLoop.Run(new SignKernel(w, lower, upper, to), weights.Length, width);
        }
    }

    internal static void Clip(Span<float> weights, float lower, float upper, LaneWidth width)
    {
        fixed (float* w = weights)
        {
            LaneLoop.Run(new ClipKernel(w, lower, upper), weights.Length, width);
        }
    }

    internal static void Split(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> gradient,
        float lower,
        float upper,
        bool inclusive,
        Span<float> inside,
        Span<float> below,
        Span<float> above,
        LaneWidth width)
    {
        int n = weights.Length;
        fixed (float* w = weights, g = gradient[..n], passed = inside[..n], low = below[..n], high = above[..n])
        {
            LaneLoop.Run(new SplitKernel(w, g, lower, upper, inclusive, passed, low, high), n, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Clipped<TLanes, TVector>(TVector w, TVector lower, TVector upper)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged =>
        TLanes.Select(TLanes.GreaterThan(lower, w), lower, TLanes.Select(TLanes.GreaterThan(w, upper), upper, w));

    private readonly struct SignKernel(float* w, float lower, float upper, float* signs) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector low = TLanes.Broadcast(lower);
            TVector high = TLanes.Broadcast(upper);
            TVector zero = TLanes.Broadcast(0f);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TVector positive = TLanes.GreaterThanOrEqual(Clipped<TLanes, TVector>(TLanes.Load(w + i), low, high), zero);
                TLanes.Store(TLanes.Select(positive, TLanes.Broadcast(1f), TLanes.Broadcast(-1f)), signs + i);
            }
        }
    }

    private readonly struct ClipKernel(float* w, float lower, float upper) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector low = TLanes.Broadcast(lower);
            TVector high = TLanes.Broadcast(upper);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TLanes.Store(Clipped<TLanes, TVector>(TLanes.Load(w + i), low, high), w + i);
            }
        }
    }

    private readonly struct SplitKernel(
        float* w, float* gradient, float lower, float upper, bool inclusive, float* inside, float* below, float* above) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector low = TLanes.Broadcast(lower);
            TVector high = TLanes.Broadcast(upper);
            TVector zero = TLanes.Broadcast(0f);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TVector value = TLanes.Load(w + i);
                TVector g = TLanes.Load(gradient + i);
                TVector isAbove = TLanes.GreaterThanOrEqual(value, high);
                TVector isBelow = TLanes.GreaterThanOrEqual(low, value);
                TLanes.Store(TLanes.Select(isAbove, g, zero), above + i);
                TLanes.Store(TLanes.Select(isBelow, g, zero), below + i);
                TVector passed = inclusive
                    ? TLanes.Select(TLanes.GreaterThanOrEqual(value, low), TLanes.Select(TLanes.GreaterThanOrEqual(high, value), g, zero), zero)
                    : TLanes.Select(isAbove, zero, TLanes.Select(isBelow, zero, g));
                TLanes.Store(passed, inside + i);
            }
        }
    }
}
