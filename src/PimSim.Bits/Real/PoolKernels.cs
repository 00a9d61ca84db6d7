using System.Runtime.CompilerServices;

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
        ReadOnlySpan<float> image, int height, int width, int channels, int size, float scale, Span<float> pooled, Span<int> places) =>
        FirstMaximum(image, height, width, channels, size, scale, pooled, places, LaneWidths.Best);

    /// <summary>
    /// The same of an image of dot products that are not written: bases - 2 * mismatches, see
    /// <see cref="SignKernels.Dots(ReadOnlySpan{int}, ReadOnlySpan{int}, Span{float})"/>.
    /// </summary>
    public static void FirstMaximumOfDots(
        ReadOnlySpan<int> mismatches,
        ReadOnlySpan<int> bases,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<int> places) =>
        FirstMaximumOfDots(mismatches, bases, height, width, channels, size, scale, pooled, places, LaneWidths.Best);

    internal static void FirstMaximum(
        ReadOnlySpan<float> image, int height, int width, int channels, int size, float scale, Span<float> pooled, Span<int> places, LaneWidth lanes)
    {
        fixed (float* source = image)
        {
            Run(new Values(source), image.Length, height, width, channels, size, scale, pooled, places, lanes);
        }
    }

    internal static void FirstMaximumOfDots(
        ReadOnlySpan<int> mismatches,
        ReadOnlySpan<int> bases,
        int height,
        int width,
        int channels,
        int size,
        float scale,
        Span<float> pooled,
        Span<int> places,
        LaneWidth lanes)
    {
        fixed (int* m = mismatches, b = bases)
        {
            Run(new Dots(b, m), Math.Min(mismatches.Length, bases.Length), height, width, channels, size, scale, pooled, places, lanes);
        }
    }

    private static void Run<TSource>(
        TSource source, int sourceLength, int height, int width, int channels, int size, float scale, Span<float> pooled, Span<int> places, LaneWidth lanes)
        where TSource : struct, ISource
    {
        int length = height * width * channels;
        if (sourceLength < length * size * size || pooled.Length < length || places.Length < length)
        {
            throw new ArgumentException($"arrays too short for {height} x {width} x {channels} windows of {size} x {size}", nameof(sourceLength));
        }

        fixed (float* target = pooled)
        fixed (int* place = places)
        {
            LaneLoop.Run(new Windows<TSource>(source, height, width, channels, size, scale, target, (float*)place), channels, lanes);
        }
    }

    /// <summary>The image that is pooled.</summary>
    private interface ISource
    {
        /// <summary>Values from number <paramref name="at"/> on.</summary>
        TVector Load<TLanes, TVector>(nint at)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged;
    }

    private readonly struct Values(float* image) : ISource
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Load<TLanes, TVector>(nint at)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged => TLanes.Load(image + at);
    }

    private readonly struct Dots(int* bases, int* mismatches) : ISource
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Load<TLanes, TVector>(nint at)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged => TLanes.Dots(bases + at, mismatches + at);
    }

    private readonly struct Windows<TSource>(
        TSource source, int height, int width, int channels, int size, float scale, float* target, float* place) : ILaneKernel
        where TSource : struct, ISource
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
                    int window = (y * size * rowStride) + (x * size * channels);
                    int at = ((y * width) + x) * channels;
                    if (size == 2)
                    {
                        Four<TLanes, TVector>(source, window, channels, rowStride, scale, target + at, place + at, start, end);
                    }
                    else
                    {
                        Any<TLanes, TVector>(window, rowStride, at, start, end);
                    }
                }
            }
        }

        // Not inlined: among all else that a caller holds, the source's addresses would be read from memory for each vector.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Four<TLanes, TVector>(
            TSource source, nint window, nint channels, nint rowStride, float scale, float* target, float* place, nint start, nint end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            TVector times = TLanes.Broadcast(scale);
            for (nint c = start; c < end; c += TLanes.Count)
            {
                nint above = window + c;
                nint below = above + rowStride;
                TVector best = source.Load<TLanes, TVector>(above);
                TVector bestPlace = TLanes.Broadcast(0f);
                WindowMaximum.Take<TLanes, TVector>(source.Load<TLanes, TVector>(above + channels), 1, ref best, ref bestPlace);
                WindowMaximum.Take<TLanes, TVector>(source.Load<TLanes, TVector>(below), 2, ref best, ref bestPlace);
                WindowMaximum.Take<TLanes, TVector>(source.Load<TLanes, TVector>(below + channels), 3, ref best, ref bestPlace);
                TLanes.Store(TLanes.Multiply(best, times), target + c);
                TLanes.Store(bestPlace, place + c);
            }
        }

        private void Any<TLanes, TVector>(int window, int rowStride, int at, int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int c = start; c < end; c += TLanes.Count)
            {
                TVector best = source.Load<TLanes, TVector>(window + c);
                TVector bestPlace = TLanes.Broadcast(0f);
                for (int i = 1; i < size * size; i++)
                {
                    WindowMaximum.Take<TLanes, TVector>(
                        source.Load<TLanes, TVector>(window + (i / size * rowStride) + (i % size * channels) + c), i, ref best, ref bestPlace);
                }

                TLanes.Store(TLanes.Multiply(best, TLanes.Broadcast(scale)), target + at + c);
                TLanes.Store(bestPlace, place + at + c);
            }
        }
    }
}
