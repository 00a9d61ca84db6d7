using System.Numerics;
using PimSim.Bits;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Packed twin of <see cref="BinaryLowering"/> on the signs and thresholds in the cells.</summary>
internal sealed class BinaryTwin : ITwinLayer
{
    private readonly UnitGeometry g;
    private readonly BinaryLayout layout;
    private readonly PackedMatrix signs;
    private readonly BinaryConvolution[] convolutions;
    private readonly PackedPanel[] panels;
    private readonly int[] tails;
    private readonly int[] positions;
    private readonly int[][] sets;
    private readonly int[] tops = [];
    private readonly int[] limits = [];
    private readonly int[] masks = [];
    private readonly int[] anyFires = [];
    private readonly AccumulatorOverflow overflow;
    private readonly int countMax;

    // What Run compares with: limits and tops without what the tail bits of weights count in every position.
    private readonly bool corrects;
    private readonly int[] ownLimits;
    private readonly int[] ownTops;

    public BinaryTwin(UnitGeometry g, BinaryLayout layout, CellReader cells)
    {
        this.g = g;
        this.layout = layout;
        LayerShape s = layout.Shape;
        overflow = g.Unit.Overflow;
        countMax = (int)Math.Min(int.MaxValue, (1L << g.Unit.AccumulatorBits) - 1);
        convolutions = [.. Enumerable.Range(0, layout.Binary.PlaneCount).Select(p => new BinaryConvolution(Shape(s), layout.Binary.PadBitOf(p)))];
        signs = new PackedMatrix(s.OutChannels, s.PatchElements);
        tails = new int[s.OutChannels];
        ReadSigns(cells, null);
        panels = BinaryConvolution.Panels(Shape(s), signs);
        int window = s.WindowPositions;
        positions = new int[s.Windows * window];
        sets = [.. Enumerable.Range(0, layout.Binary.ThresholdsPerChannel).Select(_ => new int[positions.Length])];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = s.Position(i / window, i % window);
            for (int t = 0; t < sets.Length; t++)
            {
                sets[t][i] = ((layout.Binary.Thresholds?.ClassOfPosition[positions[i]] ?? 0) * sets.Length) + t;
            }
        }

        if (layout.Binary.Thresholds is null)
        {
            tops = layout.Binary.Tops();
        }
        else
        {
            masks = new int[layout.SetCount * s.OutChannels];
            anyFires = new int[masks.Length];
            limits = new int[masks.Length];
            ReadThresholds(cells, null);
        }

        (corrects, ownLimits, ownTops) = WithoutTails();
    }

    private BinaryTwin(BinaryTwin other, WrongReads changed, CellReader cells)
    {
        g = other.g;
        layout = other.layout;
        overflow = other.overflow;
        countMax = other.countMax;
        convolutions = other.convolutions;
        positions = other.positions;
        sets = other.sets;
        tops = other.tops;
        signs = new PackedMatrix(other.signs.Rows, other.signs.Columns);
        other.signs.Words.CopyTo(signs.Words, 0);
        tails = [.. other.tails];
        panels = ReadSigns(cells, changed) ? BinaryConvolution.Panels(Shape(layout.Shape), signs) : other.panels;
        masks = [.. other.masks];
        anyFires = [.. other.anyFires];
        limits = [.. other.limits];
        if (layout.Binary.Thresholds is not null)
        {
            ReadThresholds(cells, changed);
        }

        (corrects, ownLimits, ownTops) = WithoutTails();
    }

    public ITwinLayer Patched(WrongReads changed, CellReader cells) => new BinaryTwin(this, changed, cells);

    public void Run(Activations[] tensors, TwinScratch scratch)
    {
        Activations input = tensors[layout.Operation.Input.Id];
        Activations output = tensors[layout.Operation.Output.Id];
        LayerShape s = layout.Shape;
        Span<int> m = scratch.Counts(positions.Length * s.OutChannels);
        Count(input, m, scratch);
        if (corrects)
        {
            Correct(m, s.OutChannels);
        }

        if (layout.Binary.Thresholds is null)
        {
            Subtract(m, output.Numbers!);
            return;
        }

        (int windows, int width) = (s.Windows, s.PooledWidth);
        for (int w = 0; w < windows; w++)
        {
            (int y, int x) = Math.DivRem(w, width);
            if (output.Bits is not null)
            {
                Decide(m, w, 0, output.Bits.Pixel(0, y, x));
            }
            else
            {
                DecideLevels(m, w, output.Planes!, y, x);
            }
        }
    }

    /// <summary>Counts that are the result.</summary>
    private void Subtract(ReadOnlySpan<int> m, Span<float> numbers)
    {
        int channels = layout.Shape.OutChannels;
        int weight = layout.Binary.MismatchWeight;
        for (int w = 0; w < positions.Length; w++)
        {
            int border = layout.Binary.Counts?.ClassOfPosition[positions[w]] ?? 0;
            ReadOnlySpan<int> top = ownTops.AsSpan(border * channels, channels);
            for (int c = 0; c < top.Length; c++)
            {
                numbers[(w * channels) + c] = top[c] - (weight * m[(w * channels) + c]);
            }
        }
    }

    /// <summary>The bits of one window under threshold <paramref name="threshold"/> of each channel.</summary>
    private void Decide(ReadOnlySpan<int> m, int w, int threshold, Span<ulong> pixel)
    {
        int window = layout.Shape.WindowPositions;
        int channels = layout.Shape.OutChannels;
        ReadOnlySpan<int> entries = sets[threshold].AsSpan(w * window, window);

        // Cells may hold other directions than folding gives: the pool follows the entry of the window's first position.
        CountThresholds.Decide(
            m.Slice(w * window * channels, window * channels), ownLimits, entries, masks, anyFires.AsSpan(entries[0] * channels, channels), pixel);
    }

    /// <summary>How many thresholds of a window fire, into planes: a counter of as many bits for each channel.</summary>
    private void DecideLevels(ReadOnlySpan<int> m, int w, PackedImages[] planes, int y, int x)
    {
        int channels = layout.Shape.OutChannels;
        Span<ulong> minus = stackalloc ulong[(channels + 63) / 64];
        foreach (PackedImages plane in planes)
        {
            // No count: every bit is clear, which the device holds as 1.
            SetAll(plane.Pixel(0, y, x), channels);
        }

        for (int t = 0; t < sets.Length; t++)
        {
            Decide(m, w, t, minus);
            for (int word = 0; word < minus.Length; word++)
            {
                ulong carry = ~minus[word] & UsedBits(channels, word);
                foreach (PackedImages plane in planes)
                {
                    ref ulong bits = ref plane.Pixel(0, y, x)[word];
                    ulong over = ~bits & carry;
                    bits ^= carry;
                    carry = over;
                }
            }
        }
    }

    private static void SetAll(Span<ulong> pixel, int channels)
    {
        for (int word = 0; word < pixel.Length; word++)
        {
            pixel[word] = UsedBits(channels, word);
        }
    }

    private static ulong UsedBits(int channels, int word) => channels - (word * 64) >= 64 ? ulong.MaxValue : (1UL << (channels - (word * 64))) - 1;

    private void Count(Activations input, Span<int> m, TwinScratch scratch)
    {
        if (input.Planes is null)
        {
            convolutions[0].Mismatches(input.Bits!, 0, panels, positions, m);
            return;
        }

        m.Clear();
        Span<int> counts = scratch.PlaneCounts(m.Length);
        for (int plane = 0; plane < convolutions.Length; plane++)
        {
            convolutions[plane].Mismatches(input.Planes[plane], 0, panels, positions, counts);
            PlaneCounts.Add(counts, plane, m);
        }
    }

    /// <summary>
    /// Tail bits of weights that are not 0 count in every position. Where counters are wide enough for them, they are taken off what counts are compared
    /// with; else each count is corrected.
    /// </summary>
    private (bool Corrects, int[] Limits, int[] Tops) WithoutTails()
    {
        int planes = layout.Binary.PlaneTotal;
        long largest = (long)layout.Shape.PatchElements * planes;
        bool narrow = overflow != AccumulatorOverflow.Error && largest > countMax;
        int most = tails.Max();
        if (narrow || most == 0 || largest + ((long)most * planes) > countMax)
        {
            return (narrow || most > 0, limits, tops);
        }

        int[] lower = new int[limits.Length];
        for (int i = 0; i < lower.Length; i++)
        {
            long limit = (long)(limits[i] ^ masks[i]) - (tails[i % tails.Length] * planes);
            lower[i] = (int)Math.Max(limit, int.MinValue) ^ masks[i];
        }

        int weight = layout.Binary.MismatchWeight * planes;
        return (false, lower, [.. tops.Select((top, i) => top - (weight * tails[i % tails.Length]))]);
    }

    /// <summary>Adds the tail bits to every count; then the counters' width shows.</summary>
    private void Correct(Span<int> m, int channels)
    {
        for (int w = 0; w < m.Length; w += channels)
        {
            for (int c = 0; c < channels; c++)
            {
                int count = m[w + c] + (tails[c] * layout.Binary.PlaneTotal);
                m[w + c] = overflow == AccumulatorOverflow.Wrap ? count & countMax : Math.Min(count, countMax);
            }
        }
    }

    private static ConvolutionShape Shape(LayerShape s) =>
        new(s.Height, s.Width, s.Channels, s.OutChannels, s.KernelHeight, s.KernelWidth, s.Stride, s.Padding, s.Groups);

    /// <summary>Reads the signs of all channels, or of those with a column access among the changed ones; false where there is none.</summary>
    private bool ReadSigns(CellReader cells, WrongReads? changed)
    {
        int unitWords = g.LaneBits / 64;
        ulong[] row = new ulong[layout.Chunks * unitWords];
        bool any = false;
        foreach (Tile tile in layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, j, channel) =>
            {
                if (changed is not null && !IsChanged(tile, unit, j, cells, changed))
                {
                    return;
                }

                any = true;
                for (int chunk = 0; chunk < layout.Chunks; chunk++)
                {
                    cells.Unit(BinaryLayout.Weight(g, tile, chunk, j), unit).CopyTo(row.AsSpan(chunk * unitWords));
                }

                Span<ulong> target = signs.Row(channel);
                row.AsSpan(0, target.Length).CopyTo(target);
                int used = layout.Shape.PatchElements % 64;
                target[^1] &= used == 0 ? ulong.MaxValue : (1UL << used) - 1;
                tails[channel] = row.Sum(BitOperations.PopCount) - target.ToArray().Sum(BitOperations.PopCount);
            });
        }

        return any;
    }

    private bool IsChanged(Tile tile, int unit, int j, CellReader cells, WrongReads changed)
    {
        for (int chunk = 0; chunk < layout.Chunks; chunk++)
        {
            ColumnPlace place = BinaryLayout.Weight(g, tile, chunk, j);
            if (changed.Contains(cells.RowOf(place, unit), place.Column))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads all thresholds, or those in changed column accesses.</summary>
    private void ReadThresholds(CellReader cells, WrongReads? changed)
    {
        int channels = layout.Shape.OutChannels;
        int perColumn = g.LaneBits / ThresholdEntry.Bits;
        foreach (Tile tile in layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, j, channel) =>
            {
                for (int c = 0; c < layout.SetCount; c++)
                {
                    int index = (c * tile.PerUnit) + j;
                    var place = new ColumnPlace(tile.ThresholdRow, 0, index / perColumn);
                    if (changed is not null && (layout.IsSliced || !changed.Contains(cells.RowOf(place, unit), place.Column)))
                    {
                        continue;
                    }

                    int at = (c * channels) + channel;
                    ThresholdEntry entry = layout.IsSliced
                        ? layout.HostEntries[at]
                        : ThresholdEntry.Decode(cells.Word32(place, unit, index % perColumn));
                    masks[at] = entry.Direction ? -1 : 0;
                    anyFires[at] = entry.Direction && !layout.Binary.PoolIgnoresDirection ? 0 : -1;
                    limits[at] = entry.Limit ^ masks[at];
                }
            });
        }
    }
}
