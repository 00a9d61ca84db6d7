using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PimSim.Bits;

/// <summary>From windows x outputs to a list for each output: where each window's gradient goes to, and the gradient.</summary>
internal readonly unsafe struct WindowLists(PoolWindows windows, int outputs, LaneWidth lanes)
{
    private const int Block = 8;
    private const int FourPlaces = 4;

    /// <summary>Entries of all lists.</summary>
    public int Length => windows.Count * outputs;

    /// <summary>Fills the lists, one after the other.</summary>
    /// <param name="places">windows x outputs, from 0 to the window's size - 1.</param>
    /// <param name="gradient">windows x outputs.</param>
    /// <param name="lists">outputs x windows, out.</param>
    public void Fill(ReadOnlySpan<int> places, ReadOnlySpan<float> gradient, Span<ListEntry> lists)
    {
        int first = 0;
        fixed (int* place = places[..Length])
        fixed (float* g = gradient[..Length])
        fixed (ListEntry* list = lists[..Length])
        fixed (int* offsets = windows.PlaceOffsets)
        {
            bool isVector = lanes != LaneWidth.One && Avx2.IsSupported && windows.PlaceOffsets.Length == FourPlaces;
            for (; isVector && first <= outputs - Block; first += Block)
            {
                Eight((float*)place + first, g + first, (float*)offsets, list + (first * windows.Count));
            }
        }

        for (; first < outputs; first += Block)
        {
            Few(places, gradient, first, Math.Min(Block, outputs - first), lists);
        }
    }

    // Places and what they add are the bits of integers in lanes of floats.
    private void Eight(float* places, float* gradient, float* placeOffsets, ListEntry* lists)
    {
        int count = windows.Count;
        for (int p = 0; p < count; p++)
        {
            Vector256<int> offset = Lanes256.OneOfFour(placeOffsets, Vector256.Load(places)).AsInt32() + Vector256.Create(windows.Offsets[p]);
            Vector256<float> g = Vector256.Load(gradient);
            Vector256<double> low = Avx.UnpackLow(g, offset.AsSingle()).AsDouble();
            Vector256<double> high = Avx.UnpackHigh(g, offset.AsSingle()).AsDouble();
            Two(low.GetLower(), lists + p, count);
            Two(high.GetLower(), lists + (2 * count) + p, count);
            Two(low.GetUpper(), lists + (4 * count) + p, count);
            Two(high.GetUpper(), lists + (6 * count) + p, count);
            places += outputs;
            gradient += outputs;
        }
    }

    private static void Two(Vector128<double> entries, ListEntry* list, int count)
    {
        Sse2.StoreLow((double*)list, entries);
        Sse2.StoreHigh((double*)(list + count), entries);
    }

    private void Few(ReadOnlySpan<int> places, ReadOnlySpan<float> gradient, int first, int block, Span<ListEntry> lists)
    {
        int count = windows.Count;
        for (int p = 0; p < count; p++)
        {
            int offset = windows.Offsets[p];
            ReadOnlySpan<int> place = places.Slice((p * outputs) + first, block);
            ReadOnlySpan<float> g = gradient.Slice((p * outputs) + first, block);
            int at = (first * count) + p;
            for (int o = 0; o < place.Length; o++)
            {
                lists[at] = new ListEntry(offset + windows.PlaceOffsets[place[o]], g[o]);
                at += count;
            }
        }
    }
}
