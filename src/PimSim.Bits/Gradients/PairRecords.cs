using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>
/// Makes the pairs of windows for some outputs: one for each column of windows and each gap between their rows, the edges above the first and below the
/// last included. A pair is what an output's gradients of the windows above and below the gap add to the two rows of pixels between them: two entries in the
/// order of the kernel columns that reach a pixel, so that the one further right in its window comes first, and of equals the upper. At the edges both are the
/// same window. Offsets lead to the weights for the first row and the even column of pixels left of which the window begins.
/// </summary>
internal readonly unsafe struct PairRecords(int windowRows, int windowColumns, int outputs, PairWeights weights, LaneWidth lanes)
{
    /// <summary>Bytes of an entry.</summary>
    public const int EntryBytes = 8;
    private const int Places = 4;

    /// <summary>Pairs of a layer with one output.</summary>
    public int Count => (windowRows + 1) * windowColumns;

    /// <summary>Makes them.</summary>
    /// <param name="places">windows x outputs: the place in each window that takes the gradient.</param>
    /// <param name="gradient">windows x outputs: the gradient.</param>
    /// <param name="first">First output.</param>
    /// <param name="count">Outputs.</param>
    /// <param name="pairs">gaps x window columns x outputs x 2, out.</param>
    /// <param name="leftBytes">gaps x window columns x outputs: bytes of the pair's entries whose gradient goes to the left column of its window, out.</param>
    public void Make(int* places, float* gradient, int first, int count, ListEntry* pairs, int* leftBytes)
    {
        int* lower = stackalloc int[Places];
        int* upper = stackalloc int[Places];
        for (int place = 0; place < Places; place++)
        {
            lower[place] = -((place / 2 * weights.RowLength) + (place % 2 * weights.Slice));
            upper[place] = lower[place] + (2 * weights.RowLength);
        }

        for (int gap = 0; gap <= windowRows; gap++)
        {
            bool hasUpper = gap > 0;
            bool hasLower = gap < windowRows;
            int* aboveOffsets = hasUpper ? upper : lower;
            int* belowOffsets = hasLower ? lower : upper;
            for (int column = 0; column < windowColumns; column++)
            {
                int above = (((hasUpper ? gap - 1 : gap) * windowColumns) + column) * outputs;
                int below = (((hasLower ? gap : gap - 1) * windowColumns) + column) * outputs;
                Windows a = new(places + above + first, gradient + above + first, aboveOffsets);
                Windows b = new(places + below + first, gradient + below + first, belowOffsets);
                int entryBytes = hasUpper && hasLower ? EntryBytes : EntryBytes / 2;
                int o = 0;
                for (; lanes == LaneWidth.Eight && Avx2.IsSupported && o <= count - Vector256<int>.Count; o += Vector256<int>.Count)
                {
                    Eight(a, b, o, entryBytes, pairs + (2 * o), leftBytes + o);
                }

                for (; o < count; o++)
                {
                    One(a, b, o, entryBytes, pairs + (2 * o), leftBytes + o);
                }

                pairs += 2 * count;
                leftBytes += count;
            }
        }
    }

    private void One(Windows above, Windows below, int o, int entryBytes, ListEntry* pair, int* leftBytes)
    {
        (int upperRight, int lowerRight) = (above.Places[o] & 1, below.Places[o] & 1);
        int swap = lowerRight & ~upperRight;
        int start = o * weights.OutputLength;
        pair[swap] = new ListEntry(start + above.Offsets[above.Places[o]], above.Gradient[o]);
        pair[1 - swap] = new ListEntry(start + below.Offsets[below.Places[o]], below.Gradient[o]);
        *leftBytes = (2 - upperRight - lowerRight) * entryBytes;
    }

    private void Eight(Windows above, Windows below, int o, int entryBytes, ListEntry* pairs, int* leftBytes)
    {
        Vector256<int> upperPlace = Vector256.Load(above.Places + o);
        Vector256<int> lowerPlace = Vector256.Load(below.Places + o);
        Vector256<int> start = (Vector256<int>.Indices + Vector256.Create(o)) * weights.OutputLength;
        Vector256<float> upperOffset = (start + Offsets(above.Offsets, upperPlace)).AsSingle();
        Vector256<float> lowerOffset = (start + Offsets(below.Offsets, lowerPlace)).AsSingle();
        Vector256<float> upper = Vector256.Load(above.Gradient + o);
        Vector256<float> lower = Vector256.Load(below.Gradient + o);
        Vector256<float> swap = (Vector256.AndNot(lowerPlace, upperPlace) << 31).AsSingle();
        Vector256<float> first = Avx.BlendVariable(upper, lower, swap);
        Vector256<float> second = Avx.BlendVariable(lower, upper, swap);
        Vector256<float> firstOffset = Avx.BlendVariable(upperOffset, lowerOffset, swap);
        Vector256<float> secondOffset = Avx.BlendVariable(lowerOffset, upperOffset, swap);

        // Factors and offsets of 0, 1, 4, 5 and of 2, 3, 6, 7; then whole pairs of 0 and 4, 1 and 5, ...
        Vector256<double> firstLow = Avx.UnpackLow(first, firstOffset).AsDouble();
        Vector256<double> firstHigh = Avx.UnpackHigh(first, firstOffset).AsDouble();
        Vector256<double> secondLow = Avx.UnpackLow(second, secondOffset).AsDouble();
        Vector256<double> secondHigh = Avx.UnpackHigh(second, secondOffset).AsDouble();
        Vector256<double> pairs04 = Avx.UnpackLow(firstLow, secondLow);
        Vector256<double> pairs15 = Avx.UnpackHigh(firstLow, secondLow);
        Vector256<double> pairs26 = Avx.UnpackLow(firstHigh, secondHigh);
        Vector256<double> pairs37 = Avx.UnpackHigh(firstHigh, secondHigh);
        double* target = (double*)pairs;
        Avx.Permute2x128(pairs04, pairs15, 0x20).Store(target);
        Avx.Permute2x128(pairs26, pairs37, 0x20).Store(target + 4);
        Avx.Permute2x128(pairs04, pairs15, 0x31).Store(target + 8);
        Avx.Permute2x128(pairs26, pairs37, 0x31).Store(target + 12);
        Vector256<int> one = Vector256<int>.One;
        Vector256<int> left = Vector256.AndNot(one, upperPlace) + Vector256.AndNot(one, lowerPlace);
        (left * entryBytes).Store(leftBytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Offsets(int* table, Vector256<int> places) =>
        Avx.PermuteVar(Avx.BroadcastVector128ToVector256((float*)table), places).AsInt32();

    /// <summary>A window's places and gradients over the outputs, and the offsets for its places.</summary>
    private readonly struct Windows(int* places, float* gradient, int* offsets)
    {
        public readonly int* Places = places;
        public readonly float* Gradient = gradient;
        public readonly int* Offsets = offsets;
    }
}
