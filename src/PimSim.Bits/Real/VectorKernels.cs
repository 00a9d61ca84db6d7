namespace PimSim.Bits;

/// <summary>Elementwise fp32 operations on whole arrays.</summary>
public static unsafe class VectorKernels
{
    /// <summary>target[i] = target[i] + addend[i].</summary>
    public static void Add(Span<float> target, ReadOnlySpan<float> addend) => Add(target, addend, LaneWidths.Best);

    /// <summary>target[i] = fma(factor, values[i], target[i]).</summary>
    public static void MultiplyAdd(Span<float> target, float factor, ReadOnlySpan<float> values) => MultiplyAdd(target, factor, values, LaneWidths.Best);

    /// <summary>
    /// One step of Adam (Kingma, Ba 2015): m = fma(1 - beta1, g - m, m); v = fma(1 - beta2, g * g - v, v);
    /// w = w - rate * (m / correction1) / (sqrt(v / correction2) + epsilon).
    /// </summary>
    /// <param name="weights">Parameters, changed.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="first">m, changed.</param>
    /// <param name="second">v, changed.</param>
    /// <param name="step">Constants of this step.</param>
    public static void AdamStep(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in AdamStepConstants step) =>
        AdamStep(weights, gradient, first, second, step, LaneWidths.Best);

    internal static void Add(Span<float> target, ReadOnlySpan<float> addend, LaneWidth width)
    {
        fixed (float* to = target, from = addend[..target.Length])
        {
            LaneLoop.Run(new AddKernel(to, from), target.Length, width);
        }
    }

    internal static void MultiplyAdd(Span<float> target, float factor, ReadOnlySpan<float> values, LaneWidth width)
    {
        fixed (float* to = target, from = values[..target.Length])
        {
            LaneLoop.Run(new MultiplyAddKernel(to, factor, from), target.Length, width);
        }
    }

    internal static void AdamStep(
        Span<float> weights,
        ReadOnlySpan<float> gradient,
        Span<float> first,
        Span<float> second,
        in AdamStepConstants step,
        LaneWidth width)
    {
        int n = weights.Length;
        fixed (float* w = weights, g = gradient[..n], m = first[..n], v = second[..n])
        {
            LaneLoop.Run(new AdamKernel(w, g, m, v, step), n, width);
        }
    }

    private readonly struct AddKernel(float* target, float* addend) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int i = start; i < end; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Add(TLanes.Load(target + i), TLanes.Load(addend + i)), target + i);
            }
        }
    }

    private readonly struct MultiplyAddKernel(float* target, float factor, float* values) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector all = TLanes.Broadcast(factor);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TLanes.Store(TLanes.FusedMultiplyAdd(all, TLanes.Load(values + i), TLanes.Load(target + i)), target + i);
            }
        }
    }

    private readonly struct AdamKernel(float* w, float* g, float* m, float* v, AdamStepConstants step) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector keep1 = TLanes.Broadcast(1f - step.Beta1);
            TVector keep2 = TLanes.Broadcast(1f - step.Beta2);
            TVector correction1 = TLanes.Broadcast(step.Correction1);
            TVector correction2 = TLanes.Broadcast(step.Correction2);
            TVector rate = TLanes.Broadcast(step.Rate);
            TVector epsilon = TLanes.Broadcast(step.Epsilon);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TVector gradient = TLanes.Load(g + i);
                TVector first = TLanes.Load(m + i);
                TVector second = TLanes.Load(v + i);
                first = TLanes.FusedMultiplyAdd(keep1, TLanes.Subtract(gradient, first), first);
                second = TLanes.FusedMultiplyAdd(keep2, TLanes.Subtract(TLanes.Multiply(gradient, gradient), second), second);
                TLanes.Store(first, m + i);
                TLanes.Store(second, v + i);
                TVector numerator = TLanes.Multiply(rate, TLanes.Divide(first, correction1));
                TVector denominator = TLanes.Add(TLanes.SquareRoot(TLanes.Divide(second, correction2)), epsilon);
                TLanes.Store(TLanes.Subtract(TLanes.Load(w + i), TLanes.Divide(numerator, denominator)), w + i);
            }
        }
    }
}
