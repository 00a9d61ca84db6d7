namespace PimSim.Bits;

/// <summary>Max-pooling of height x width x channels images with windows that do not overlap.</summary>
public static unsafe class PoolKernels
{
    /// <summary>
    /// pooled = scale * maximum of each window, and the place of the first maximum in row-major order (the one that takes
    /// the gradient) as a number from 0 to size * size - 1.
    /// </summary>
    /// <param name="image">(height * size) x (width * size) x channels.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="size">Rows and columns of a window.</param>
    /// <param name="scale">What the maxima are multiplied by, not negative.</param>
    /// <param name="pooled">height x width x channels.</param>
    /// <param name="places">height x width x channels, whole numbers.</param>
    public static void FirstMaximum(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<float> places) =>
        FirstMaximum(image, height, width, channels, size, scale, pooled, places, LaneWidths.Best);

    internal static void FirstMaximum(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<float> places,
        LaneWidth lanes)
    {
        int length = height * width * channels;
        if (image.Length < length * size * size || pooled.Length < length || places.Length < length)
        {
            throw new ArgumentException($"arrays too short for {height} x {width} x {channels} windows of {size} x {size}", nameof(image));
        }

        int rowStride = width * size * channels;
        fixed (float* source = image, target = pooled, place = places)
        {
            for (int p = 0; p < height * width; p++)
            {
                float* window = source + (p / width * size * rowStride) + (p % width * size * channels);
                int at = p * channels;
                LaneLoop.Run(new Window(window, rowStride, channels, size, scale, target + at, place + at), channels, lanes);
            }
        }
    }

    private readonly struct Window(float* source, int rowStride, int channels, int size, float scale, float* target, float* place) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector best = TLanes.Load(source + c);
                TVector bestPlace = TLanes.Broadcast(0f);
                for (int i = 1; i < size * size; i++)
                {
                    TVector value = TLanes.Load(source + (i / size * rowStride) + (i % size * channels) + c);
                    TVector greater = TLanes.GreaterThan(value, best);
                    best = TLanes.Select(greater, value, best);
                    bestPlace = TLanes.Select(greater, TLanes.Broadcast(i), bestPlace);
                }

                TLanes.Store(TLanes.Multiply(best, TLanes.Broadcast(scale)), target + c);
                TLanes.Store(bestPlace, place + c);
            }
        }
    }
}
