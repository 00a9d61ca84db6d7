using PimSim.Bits;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What the rows of one layer hold.</summary>
internal static class LayerStore
{
    /// <summary>Columns of the row with the clip thresholds: lower, upper, tail mask, 1 / number of weights.</summary>
    public const int LowerColumn = 0;
    public const int UpperColumn = 1;
    public const int MaskColumn = 2;
    public const int CountColumn = 3;

    /// <summary>Everything that is stored before the device has worked: signs, real weights, clip thresholds.</summary>
    public static ColumnStore Weights(UnitGeometry g, LayerLayout layout)
    {
        var store = new ColumnStore(g);
        foreach (Tile tile in layout.Tiles)
        {
            switch (layout)
            {
                case BinaryLayout { Binary.Weights: StoredSigns signs } b:
                    PutSigns(g, store, b, tile, signs.Signs);
                    break;
                case BinaryLayout { Binary.Weights: StoredClip clip } b:
                    PutClip(g, store, b, tile, clip);
                    break;
                case RealLayout { OnHost: false } r:
                    PutReal(g, store, r, tile);
                    break;
                default:
                    break;
            }
        }

        return store;
    }

    /// <summary>The columns that hold a binary layer's signs, empty, to be read.</summary>
    public static ColumnStore SignColumns(UnitGeometry g, BinaryLayout layout)
    {
        var store = new ColumnStore(g);
        foreach (Tile tile in layout.Tiles)
        {
            PutSigns(g, store, layout, tile, null);
        }

        return store;
    }

    /// <summary>The signs in columns that were read.</summary>
    public static PackedMatrix Signs(UnitGeometry g, BinaryLayout layout, ColumnStore store)
    {
        var signs = new PackedMatrix(layout.Shape.OutChannels, layout.Shape.PatchElements);
        foreach (Tile tile in layout.Tiles)
        {
            ForChannels(g, tile, (unit, j, channel) =>
            {
                for (int k = 0; k < layout.Shape.PatchElements; k++)
                {
                    ReadOnlySpan<ulong> words = store.Unit(BinaryLayout.Weight(g, tile, k / g.LaneBits, j), unit);
                    int bit = k % g.LaneBits;
                    signs.Set(channel, k, ((words[bit / 64] >> (bit % 64)) & 1) != 0);
                }
            });
        }

        return signs;
    }

    /// <summary>The threshold tables of a binary layer; entries by set * channels + channel.</summary>
    public static ColumnStore Thresholds(UnitGeometry g, BinaryLayout layout, ThresholdEntry[] entries)
    {
        var store = new ColumnStore(g);
        int perColumn = g.LaneBits / ThresholdEntry.Bits;
        foreach (Tile tile in layout.Tiles)
        {
            for (int c = 0; c < layout.SetCount; c++)
            {
                int set = c;
                ForChannels(g, tile, (unit, j, channel) =>
                {
                    int entry = (set * tile.PerUnit) + j;
                    Span<ulong> words = store.Unit(new ColumnPlace(tile.ThresholdRow, 0, entry / perColumn), unit);
                    uint word = entries[(set * layout.Shape.OutChannels) + channel].Encode();
                    words[entry % perColumn / 2] |= (ulong)word << (entry % 2 * 32);
                });
            }
        }

        return store;
    }

    /// <summary>Scales, shifts, limits and reciprocals of an elementwise operation.</summary>
    /// <param name="g">The device.</param>
    /// <param name="layout">The operation.</param>
    /// <param name="scaleOf">Scale of the layer that gives a tensor; null: for the places alone.</param>
    public static ColumnStore Parameters(UnitGeometry g, ElementwiseLayout layout, Func<TensorHandle, float>? scaleOf)
    {
        var store = new ColumnStore(g);
        ElementwiseOperation operation = layout.Elementwise;
        for (int t = 0; t < operation.Terms.Count; t++)
        {
            ElementwiseTerm term = operation.Terms[t];
            (float Scale, float Shift)[]? affine = scaleOf is null ? null : term.Affine?.Fold(scaleOf(term.Tensor));
            PutColumn(g, store, layout, layout.AffineColumn(t), 0, c => affine?[c].Shift ?? 0);
            PutColumn(g, store, layout, layout.AffineColumn(t), 1, c => affine?[c].Scale ?? 0);
        }

        RealLimit[]? limits = scaleOf is null ? null : operation.Limits?.Fold(operation.SignsOnInput ? scaleOf(operation.Input) : 1f);
        PutColumn(g, store, layout, layout.LimitColumn, 0, c => limits?[c].Limit ?? 0);
        PutColumn(g, store, layout, layout.LimitColumn, 1, c => limits?[c].Inverted == true ? -1f : 1f);
        PutColumn(g, store, layout, layout.ReciprocalColumn, 0, _ => 1f / layout.Taps);
        return store;
    }

    /// <summary>Calls <paramref name="action"/> with (unit, index in unit, channel) for every channel of the tile.</summary>
    public static void ForChannels(UnitGeometry g, Tile tile, Action<int, int, int> action)
    {
        for (int unit = 0; unit < Math.Min(g.Units, tile.Units); unit++)
        {
            for (int j = 0; j < tile.PerUnit; j++)
            {
                int channel = tile.Channel(unit, j);
                if (channel >= 0)
                {
                    action(unit, j, channel);
                }
            }
        }
    }

    private static void PutSigns(UnitGeometry g, ColumnStore store, BinaryLayout layout, Tile tile, PackedMatrix? signs) =>
        ForChannels(g, tile, (unit, j, channel) =>
        {
            int unitWords = g.LaneBits / 64;
            for (int chunk = 0; chunk < layout.Chunks; chunk++)
            {
                Span<ulong> words = store.Unit(BinaryLayout.Weight(g, tile, chunk, j), unit);
                if (signs is not null)
                {
                    ReadOnlySpan<ulong> row = signs.Row(channel)[(chunk * unitWords)..];
                    row[..Math.Min(unitWords, row.Length)].CopyTo(words);
                }
            }
        });

    private static void PutClip(UnitGeometry g, ColumnStore store, BinaryLayout layout, Tile tile, StoredClip clip)
    {
        int elements = layout.Shape.PatchElements;
        int columns = UnitGeometry.Ceiling(elements, g.Lanes);
        float reciprocal = 1f / clip.Values.Length;
        for (int unit = 0; unit < g.Units; unit++)
        {
            for (int l = 0; l < g.Lanes; l++)
            {
                store.SetLane(new ColumnPlace(tile.ClipRow, 0, LowerColumn), unit, l, clip.Lower);
                store.SetLane(new ColumnPlace(tile.ClipRow, 0, UpperColumn), unit, l, clip.Upper);
                store.SetLane(new ColumnPlace(tile.ClipRow, 0, MaskColumn), unit, l, ((columns - 1) * g.Lanes) + l < elements ? 1f : 0f);
                store.SetLane(new ColumnPlace(tile.ClipRow, 0, CountColumn), unit, l, reciprocal);
            }
        }

        ForChannels(g, tile, (unit, j, channel) =>
        {
            for (int k = 0; k < elements; k++)
            {
                ColumnPlace place = g.Place(tile.ClipRow + 1, (j * columns) + (k / g.Lanes));
                store.SetLane(place, unit, k % g.Lanes, clip.Values[(channel * elements) + k]);
            }
        });
    }

    private static void PutColumn(UnitGeometry g, ColumnStore store, ElementwiseLayout layout, int first, int offset, Func<int, float> value)
    {
        foreach (Tile tile in first < 0 ? [] : layout.Tiles)
        {
            ForChannels(g, tile, (unit, lane, channel) => store.SetLane(layout.Place(g, tile, first + offset), unit, lane, value(channel)));
        }
    }

    private static void PutReal(UnitGeometry g, ColumnStore store, RealLayout layout, Tile tile)
    {
        int elements = layout.Shape.PatchElements;
        RealOperation real = layout.Real;
        ForChannels(g, tile, (unit, lane, channel) =>
        {
            for (int k = 0; k < elements; k++)
            {
                store.SetLane(g.Place(tile.FirstRow, k), unit, lane, real.Weights[(channel * elements) + k]);
            }

            if (real.Bias is not null)
            {
                store.SetLane(g.Place(tile.FirstRow, layout.BiasColumn), unit, lane, real.Bias[channel]);
            }

            if (real.Limits is not null)
            {
                store.SetLane(g.Place(tile.FirstRow, layout.LimitColumn), unit, lane, real.Limits[channel].Limit);
                store.SetLane(g.Place(tile.FirstRow, layout.DirectionColumn), unit, lane, real.Limits[channel].Inverted ? -1f : 1f);
            }
        });
    }
}
