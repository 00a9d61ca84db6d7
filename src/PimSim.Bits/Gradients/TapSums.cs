using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Weight gradients where a kernel row is shorter than a vector, as for a network's grey or coloured input: lanes hold
/// outputs. Each lane takes the value at the place its own output's gradient goes to, out of four that lie side by side.
/// Sums are taps x outputs; each is one chain of fused multiply-adds over the windows in order.
/// </summary>
internal sealed unsafe class TapSums
{
    /// <summary>Places of a window that a lookup tells apart.</summary>
    public const int MaximumPlaces = 4;
    private readonly PoolWindows windows;
    private readonly int outputs;
    private readonly int imageLength;
    private readonly int[] taps;

    public TapSums(RealConvolutionShape shape, PoolWindows windows)
    {
        if (windows.PlaceOffsets.Length > MaximumPlaces)
        {
            throw new ArgumentException($"{windows.PlaceOffsets.Length} places of a window", nameof(windows));
        }

        this.windows = windows;
        outputs = shape.OutChannels;
        imageLength = shape.PaddedLength;
        this.taps = shape.TapOffsets();
    }

    /// <summary>Adds the terms of one image.</summary>
    public void Add(ReadOnlySpan<int> places, ReadOnlySpan<float> gradient, ReadOnlySpan<float> image, Span<float> sums, GradientScratch scratch, LaneWidth width)
    {
        Span<float> quads = scratch.Quads(MaximumPlaces * imageLength);
        FillQuads(image, quads);
        fixed (int* place = places, offsets = this.windows.Offsets, tapOffsets = this.taps)
        fixed (float* g = gradient, quad = quads, target = sums)
        {
            LaneLoop.Run(new Kernel(place, g, offsets, this.windows.Count, quad, tapOffsets, this.taps.Length, target, outputs), outputs, width);
        }
    }

    /// <summary>From taps x outputs to outputs x taps.</summary>
    public void ToWeightOrder(ReadOnlySpan<float> sums, Span<float> gradient)
    {
        for (int o = 0; o < outputs; o++)
        {
            for (int t = 0; t < this.taps.Length; t++)
            {
                gradient[(o * this.taps.Length) + t] = sums[(t * outputs) + o];
            }
        }
    }

    // Beyond the last patch the four values are of no use and are not written.
    private void FillQuads(ReadOnlySpan<float> image, Span<float> quads)
    {
        int[] places = this.windows.PlaceOffsets;
        int last = places.Length - 1;
        (int b, int c, int d) = (places[Math.Min(1, last)], places[Math.Min(2, last)], places[last]);
        image = image[..imageLength];
        for (int i = 0; i < image.Length - d; i++)
        {
            Vector128.Create(image[i], image[i + b], image[i + c], image[i + d]).CopyTo(quads.Slice(4 * i, 4));
        }
    }

    private readonly struct Kernel(
        int* places, float* gradient, int* offsets, int windows, float* quads, int* taps, int tapCount, float* sums, int outputs) : ILaneKernel
    {
        public void Run<TLanes, TVector>(int start, int end)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            for (int o = start; o < end; o += TLanes.Count)
            {
                int t = 0;
                for (; t <= tapCount - 9; t += 9)
                {
                    Nine<TLanes, TVector>(o, t);
                }

                for (; t < tapCount; t++)
                {
                    One<TLanes, TVector>(o, t);
                }
            }
        }

        private void Nine<TLanes, TVector>(int o, int t)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            float* target = sums + (t * outputs) + o;
            TVector a = TLanes.Load(target);
            TVector b = TLanes.Load(target + outputs);
            TVector c = TLanes.Load(target + (2 * outputs));
            TVector d = TLanes.Load(target + (3 * outputs));
            TVector e = TLanes.Load(target + (4 * outputs));
            TVector f = TLanes.Load(target + (5 * outputs));
            TVector g = TLanes.Load(target + (6 * outputs));
            TVector h = TLanes.Load(target + (7 * outputs));
            TVector i = TLanes.Load(target + (8 * outputs));
            float* factors = gradient + o;
            float* placeOfOutputs = (float*)places + o;
            float* q0 = quads + (4 * taps[t]);
            nint q1 = 4 * (taps[t + 1] - taps[t]);
            nint q2 = 4 * (taps[t + 2] - taps[t]);
            nint q3 = 4 * (taps[t + 3] - taps[t]);
            nint q4 = 4 * (taps[t + 4] - taps[t]);
            nint q5 = 4 * (taps[t + 5] - taps[t]);
            nint q6 = 4 * (taps[t + 6] - taps[t]);
            nint q7 = 4 * (taps[t + 7] - taps[t]);
            nint q8 = 4 * (taps[t + 8] - taps[t]);
            for (nint p = 0; p < windows; p++)
            {
                TVector factor = TLanes.Load(factors);
                TVector place = TLanes.Load(placeOfOutputs);
                float* q = q0 + (4 * offsets[p]);
                a = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q, place), a);
                b = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q1, place), b);
                c = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q2, place), c);
                d = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q3, place), d);
                e = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q4, place), e);
                f = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q5, place), f);
                g = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q6, place), g);
                h = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q7, place), h);
                i = TLanes.FusedMultiplyAdd(factor, TLanes.OneOfFour(q + q8, place), i);
                factors += outputs;
                placeOfOutputs += outputs;
            }

            TLanes.Store(a, target);
            TLanes.Store(b, target + outputs);
            TLanes.Store(c, target + (2 * outputs));
            TLanes.Store(d, target + (3 * outputs));
            TLanes.Store(e, target + (4 * outputs));
            TLanes.Store(f, target + (5 * outputs));
            TLanes.Store(g, target + (6 * outputs));
            TLanes.Store(h, target + (7 * outputs));
            TLanes.Store(i, target + (8 * outputs));
        }

        private void One<TLanes, TVector>(int o, int t)
            where TLanes : struct, ILanes<TVector>
            where TVector : unmanaged
        {
            float* target = sums + (t * outputs) + o;
            TVector sum = TLanes.Load(target);
            for (int p = 0; p < windows; p++)
            {
                int at = (p * outputs) + o;
                TVector value = TLanes.OneOfFour(quads + (4 * (offsets[p] + taps[t])), TLanes.Load((float*)places + at));
                sum = TLanes.FusedMultiplyAdd(TLanes.Load(gradient + at), value, sum);
            }

            TLanes.Store(sum, target);
        }
    }
}
