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
    /// <param name="places">height x width x channels, from 0 to size * size - 1.</param>
    public static void FirstMaximum(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<int> places) =>
        FirstMaximum(image, height, width, channels, size, scale, pooled, places, LaneWidths.Best);

    internal static void FirstMaximum(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<int> places,
        LaneWidth lanes)
    {
        int length = height * width * channels;
        if (image.Length < length * size * size || pooled.Length < length || places.Length < length)
        {
            throw new ArgumentException($"arrays too short for {height} x {width} x {channels} windows of {size} x {size}", nameof(image));
        }

        fixed (float* source = image, target = pooled)
        fixed (int* place = places)
        {
            LaneLoop.Run(new Windows(source, height, width, channels, size, scale, target, (float*)place), channels, lanes);
        }
    }

    private readonly struct Windows(
        float* source, int height, int width, int channels, int size, float scale, float* target, float* place) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            int rowStride = width * size * channels;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    float* window = source + (y * size * rowStride) + (x * size * channels);
                    int at = ((y * width) + x) * channels;
                    if (size == 2)
                    {
                        Four<TLanes, TVector>(window, rowStride, at, start, end);
                    }
                    else
                    {
                        Any<TLanes, TVector>(window, rowStride, at, start, end);
                    }
                }
            }
        }

        private void Four<TLanes, TVector>(float* window, int rowStride, int at, int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector times = TLanes.Broadcast(scale);
            float* below = window + rowStride;
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector best = TLanes.Load(window + c);
                TVector bestPlace = TLanes.Broadcast(0f);
                WindowMaximum.Take<TLanes, TVector>(TLanes.Load(window + channels + c), 1, ref best, ref bestPlace);
                WindowMaximum.Take<TLanes, TVector>(TLanes.Load(below + c), 2, ref best, ref bestPlace);
                WindowMaximum.Take<TLanes, TVector>(TLanes.Load(below + channels + c), 3, ref best, ref bestPlace);
                TLanes.Store(TLanes.Multiply(best, times), target + at + c);
                TLanes.Store(bestPlace, place + at + c);
            }
        }

        private void Any<TLanes, TVector>(float* window, int rowStride, int at, int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector best = TLanes.Load(window + c);
                TVector bestPlace = TLanes.Broadcast(0f);
                for (int i = 1; i < size * size; i++)
                {
                    WindowMaximum.Take<TLanes, TVector>(TLanes.Load(window + (i / size * rowStride) + (i % size * channels) + c), i, ref best, ref bestPlace);
                }

                TLanes.Store(TLanes.Multiply(best, TLanes.Broadcast(scale)), target + at + c);
                TLanes.Store(bestPlace, place + at + c);
            }
        }
    }
}
