namespace PimSim.Bits;

/// <summary>The sign as an activation, element by element, and what stands for its gradient.</summary>
public static unsafe class ActivationKernels
{
    /// <summary>signs[i] = -1 where x[i] is below 0, else +1.</summary>
    public static void Signs(ReadOnlySpan<float> x, Span<float> signs) => Signs(x, signs, LaneWidths.Best);

    /// <summary>The clipped identity: result[i] += gradient[i] where |x[i]| is at most 1.</summary>
    public static void AddClippedIdentity(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) =>
        AddGradient(x, gradient, result, isPolynomial: false, LaneWidths.Best);

    /// <summary>The piecewise polynomial: result[i] += gradient[i] * (2 - 2 |x[i]|) where |x[i]| is at most 1.</summary>
    public static void AddPiecewisePolynomial(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result) =>
        AddGradient(x, gradient, result, isPolynomial: true, LaneWidths.Best);

    internal static void Signs(ReadOnlySpan<float> x, Span<float> signs, LaneWidth width)
    {
        fixed (float* source = x, target = signs[..x.Length])
        {
            LaneLoop.Run(new SignKernel(source, target), x.Length, width);
        }
    }

    internal static void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> gradient, Span<float> result, bool isPolynomial, LaneWidth width)
    {
        fixed (float* source = x, g = gradient[..x.Length], target = result[..x.Length])
        {
            LaneLoop.Run(new GradientKernel(source, g, target, isPolynomial), x.Length, width);
        }
    }

    private readonly struct SignKernel(float* x, float* signs) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector zero = TLanes.Broadcast(0f);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TLanes.Store(TLanes.Select(TLanes.GreaterThan(zero, TLanes.Load(x + i)), TLanes.Broadcast(-1f), TLanes.Broadcast(1f)), signs + i);
            }
        }
    }

    private readonly struct GradientKernel(float* x, float* gradient, float* result, bool isPolynomial) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector one = TLanes.Broadcast(1f);
            TVector two = TLanes.Broadcast(2f);
            for (int i = start; i < end; i += TLanes.Count)
            {
                TVector magnitude = TLanes.Absolute(TLanes.Load(x + i));
                TVector g = TLanes.Load(gradient + i);
                if (isPolynomial)
                {
                    g = TLanes.Multiply(g, TLanes.Subtract(two, TLanes.Multiply(two, magnitude)));
                }

                g = TLanes.Select(TLanes.GreaterThan(magnitude, one), TLanes.Broadcast(0f), g);
                TLanes.Store(TLanes.Add(TLanes.Load(result + i), g), result + i);
            }
        }
    }
}
