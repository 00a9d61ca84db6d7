using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Full sums in fp32: sixteen interleaved chains of additions starting at +0 (element i goes to chain i % 16), joined
/// 8-4-2-1. The order is part of the definition (design.md section 4): host and device give the same bits.
/// </summary>
public static unsafe class RealReduction
{
    private const int Chains = 16;

    /// <summary>The sum of all values; +0 for none.</summary>
    public static float Sum16(ReadOnlySpan<float> values) => Sum16(values, LaneWidths.Best);

    /// <summary>
    /// The sum of |clip(w, lower, upper)| over all values, where clip(w) is lower if w &lt; lower, upper if w &gt; upper, else w.
    /// </summary>
    public static float SumAbs16Clipped(ReadOnlySpan<float> values, float lower, float upper) =>
        SumAbs16Clipped(values, lower, upper, LaneWidths.Best);

    /// <summary>
    /// The scale of a clipped weight set: for each of <paramref name="channels"/> output channels the sum of |clip(w)|
    /// over its weights, then the sum of these, times (1f / count).
    /// </summary>
    /// <param name="weights">Weights, output channel first; the count is a multiple of <paramref name="channels"/>.</param>
    /// <param name="channels">Output channels, at least 1.</param>
    /// <param name="lower">First clip threshold; negative infinity for none.</param>
    /// <param name="upper">Second clip threshold; positive infinity for none.</param>
    public static float MeanAbsClipped(ReadOnlySpan<float> weights, int channels, float lower, float upper)
    {
        int depth = weights.Length / channels;
        Span<float> sums = channels <= 1024 ? stackalloc float[channels] : new float[channels];
        for (int o = 0; o < channels; o++)
        {
            sums[o] = SumAbs16Clipped(weights.Slice(o * depth, depth), lower, upper);
        }

        return Sum16(sums) * (1f / weights.Length);
    }

    internal static float Sum16(ReadOnlySpan<float> values, LaneWidth width)
    {
        float* chains = stackalloc float[Chains];
        fixed (float* source = values)
        {
            switch (width)
            {
                case LaneWidth.Sixteen:
                    Accumulate<Lanes512, Vector512<float>>(source, values.Length, chains);
                    break;
                case LaneWidth.Eight:
                    Accumulate<Lanes256, Vector256<float>>(source, values.Length, chains);
                    break;
                default:
                    Accumulate<ScalarLanes, float>(source, values.Length, chains);
                    break;
            }
        }

        return Join(chains);
    }

    internal static float SumAbs16Clipped(ReadOnlySpan<float> values, float lower, float upper, LaneWidth width)
    {
        float* chains = stackalloc float[Chains];
        fixed (float* source = values)
        {
            switch (width)
            {
                case LaneWidth.Sixteen:
                    AccumulateClipped<Lanes512, Vector512<float>>(source, values.Length, lower, upper, chains);
                    break;
                case LaneWidth.Eight:
                    AccumulateClipped<Lanes256, Vector256<float>>(source, values.Length, lower, upper, chains);
                    break;
                default:
                    AccumulateClipped<ScalarLanes, float>(source, values.Length, lower, upper, chains);
                    break;
            }
        }

        return Join(chains);
    }

    private static void Accumulate<TLanes, TVector>(float* source, int count, float* chains)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int whole = count - (count % Chains);
        for (int lane = 0; lane < Chains; lane += TLanes.Count)
        {
            TVector sum = TLanes.Broadcast(0f);
            for (int i = lane; i < whole; i += Chains)
            {
                sum = TLanes.Add(sum, TLanes.Load(source + i));
            }

            TLanes.Store(sum, chains + lane);
        }

        for (int i = whole; i < count; i++)
        {
            chains[i - whole] += source[i];
        }
    }

    private static void AccumulateClipped<TLanes, TVector>(float* source, int count, float lower, float upper, float* chains)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector low = TLanes.Broadcast(lower);
        TVector high = TLanes.Broadcast(upper);
        int whole = count - (count % Chains);
        for (int lane = 0; lane < Chains; lane += TLanes.Count)
        {
            TVector sum = TLanes.Broadcast(0f);
            for (int i = lane; i < whole; i += Chains)
            {
                sum = TLanes.Add(sum, AbsoluteClipped<TLanes, TVector>(TLanes.Load(source + i), low, high));
            }

            TLanes.Store(sum, chains + lane);
        }

        for (int i = whole; i < count; i++)
        {
            chains[i - whole] += AbsoluteClipped<ScalarLanes, float>(source[i], lower, upper);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AbsoluteClipped<TLanes, TVector>(TVector value, TVector low, TVector high)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        value = TLanes.Select(TLanes.GreaterThan(low, value), low, value);
        value = TLanes.Select(TLanes.GreaterThan(value, high), high, value);
        return TLanes.Absolute(value);
    }

    private static float Join(float* chains)
    {
        for (int half = Chains / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                chains[i] += chains[i + half];
            }
        }

        return chains[0];
    }
}
