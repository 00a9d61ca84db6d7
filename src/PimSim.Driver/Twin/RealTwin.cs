using PimSim.Bits;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Packed twin of <see cref="RealLowering"/> on the numbers in the cells (or the host's own, for a host layer).</summary>
internal sealed class RealTwin : ITwinLayer
{
    private readonly UnitGeometry g;
    private readonly RealLayout layout;
    private readonly float[] weights;
    private readonly RealConvolution? convolution;
    private readonly RealDense? dense;
    private readonly PatchPacker? packer;
    private readonly RealConvolutionShape shape;
    private readonly float[] bias;
    private readonly float[] limits;
    private readonly ulong[] inverted;
    private readonly int[] positions;

    public RealTwin(UnitGeometry g, RealLayout layout, CellReader cells)
        : this(g, layout, cells, null, null)
    {
    }

    private RealTwin(UnitGeometry g, RealLayout layout, CellReader cells, float[]? known, WrongReads? changed)
    {
        this.g = g;
        this.layout = layout;
        LayerShape s = layout.Shape;
        RealOperation real = layout.Real;
        weights = Read(g, cells, known, changed);
        bias = layout.OnHost ? real.Bias ?? [] : ReadColumn(g, cells, layout.BiasColumn, real.Bias is not null);
        limits = layout.OnHost ? [.. (real.Limits ?? []).Select(l => l.Limit)] : ReadColumn(g, cells, layout.LimitColumn, real.Limits is not null);
        float[] directions = layout.OnHost ? [] : ReadColumn(g, cells, layout.DirectionColumn, real.Limits is not null);
        inverted = BitsOf(layout.OnHost ? [.. (real.Limits ?? []).Select(l => l.Inverted)] : [.. directions.Select(d => !(d > 0))]);
        for (int c = 0; c < directions.Length; c++)
        {
            // Cells may hold a direction without a sign: whatever the comparison gives, the product is not below 0.
            limits[c] = directions[c] is > 0 or < 0 ? limits[c] : float.NaN;
        }

        shape = new RealConvolutionShape
        {
            Height = s.Height,
            Width = s.Width,
            InChannels = s.Channels,
            OutChannels = s.OutChannels,
            KernelHeight = s.KernelHeight,
            KernelWidth = s.KernelWidth,
            Stride = s.Stride,
            Padding = s.Padding,
            PaddingValue = real.PadValue,
        };
        if (real.InputIsBits && s.Padding == 0 && s.OutHeight * s.OutWidth == 1)
        {
            dense = new RealDense(s.OutChannels, s.PatchElements, weights, bias);
            packer = new PatchPacker(new ConvolutionShape(s.Height, s.Width, s.Channels, s.OutChannels, s.KernelHeight, s.KernelWidth, s.Stride, 0, 1), false);
        }
        else
        {
            convolution = new RealConvolution(shape, weights);
        }

        positions = [.. Enumerable.Range(0, s.Windows * s.WindowPositions).Select(i => s.Position(i / s.WindowPositions, i % s.WindowPositions))];
    }

    public ITwinLayer Patched(WrongReads changed, CellReader cells) => new RealTwin(g, layout, cells, weights, changed);

    public void Run(Activations[] tensors, TwinScratch scratch)
    {
        Activations input = tensors[layout.Operation.Input.Id];
        Activations output = tensors[layout.Operation.Output.Id];
        LayerShape s = layout.Shape;
        Span<float> sums = scratch.Sums(s.OutHeight * s.OutWidth * s.OutChannels);
        if (dense is not null)
        {
            Span<ulong> row = stackalloc ulong[BitWords(s.PatchElements)];
            packer!.Pack(input.Bits!, 0, 0, 0, 0, row);
            dense.ForwardSigns(row, sums);
        }
        else
        {
            Convolve(input, sums, scratch);
        }

        Pool(sums, output);
    }

    private static int BitWords(int bits) => (bits + 63) / 64;

    private void Convolve(Activations input, Span<float> sums, TwinScratch scratch)
    {
        LayerShape s = layout.Shape;
        int length = s.Height * s.Width * s.Channels;
        Span<float> room = scratch.Numbers(length + shape.PaddedLength);
        Span<float> image = room[..length];
        if (input.Numbers is not null)
        {
            input.Image(0).CopyTo(image);
        }
        else
        {
            for (int i = 0; i < length; i++)
            {
                image[i] = input.Number(0, i / s.Channels / s.Width, i / s.Channels % s.Width, i % s.Channels);
            }
        }

        convolution!.Forward(image, sums, room[length..]);
        for (int i = 0; bias.Length > 0 && i < sums.Length; i++)
        {
            sums[i] += bias[i % s.OutChannels];
        }
    }

    private void Pool(Span<float> sums, Activations output)
    {
        LayerShape s = layout.Shape;
        Span<float> pooled = stackalloc float[s.OutChannels];
        bool late = layout.Real.PoolAfterCompare && limits.Length > 0;
        for (int i = 0; late && i < sums.Length; i++)
        {
            int channel = i % s.OutChannels;
            sums[i] = sums[i] >= limits[channel] != (((inverted[channel / 64] >> (channel % 64)) & 1) != 0) ? 1f : -1f;
        }

        (int windows, int window, int width) = (s.Windows, s.WindowPositions, s.PooledWidth);
        for (int w = 0; w < windows; w++)
        {
            RealDecisions.Max(sums, positions.AsSpan(w * window, window), pooled);
            if (limits.Length == 0)
            {
                pooled.CopyTo(output.Numbers.AsSpan(w * s.OutChannels));
                continue;
            }

            Span<ulong> pixel = output.Bits!.Pixel(0, w / width, w % width);
            if (late)
            {
                BitsOfSigns(pooled, pixel);
            }
            else
            {
                RealDecisions.Decide(pooled, limits, inverted, pixel);
            }
        }
    }

    private static ulong[] BitsOf(bool[] values)
    {
        ulong[] bits = new ulong[BitWords(values.Length)];
        for (int i = 0; i < values.Length; i++)
        {
            bits[i / 64] |= values[i] ? 1UL << (i % 64) : 0;
        }

        return bits;
    }

    private static void BitsOfSigns(ReadOnlySpan<float> values, Span<ulong> pixel)
    {
        pixel.Clear();
        for (int c = 0; c < values.Length; c++)
        {
            pixel[c / 64] |= values[c] < 0 ? 1UL << (c % 64) : 0;
        }
    }

    /// <summary>All weights, or <paramref name="known"/> with those in changed column accesses read anew.</summary>
    private float[] Read(UnitGeometry g, CellReader cells, float[]? known, WrongReads? changed)
    {
        if (layout.OnHost)
        {
            return layout.Real.Weights;
        }

        int elements = layout.Shape.PatchElements;
        float[] values = known is null ? new float[layout.Shape.OutChannels * elements] : [.. known];
        foreach (Tile tile in layout.Tiles)
        {
            for (int unit = 0; unit < Math.Min(g.Units, tile.Units); unit++)
            {
                for (int k = 0; k < elements; k++)
                {
                    ColumnPlace place = g.Place(tile.FirstRow, k);
                    if (changed is null || changed.Contains(cells.RowOf(place, unit), place.Column))
                    {
                        Take(tile, unit, cells.Unit(place, unit), values.AsSpan(k), elements);
                    }
                }
            }
        }

        return values;
    }

    /// <summary>Spreads the lanes of a column word over the channels.</summary>
    private static void Take(Tile tile, int unit, ReadOnlySpan<ulong> word, Span<float> values, int step)
    {
        for (int lane = 0; lane < tile.PerUnit; lane++)
        {
            int channel = tile.Channel(unit, lane);
            if (channel >= 0)
            {
                values[channel * step] = Lanes.Get(word, lane);
            }
        }
    }

    private float[] ReadColumn(UnitGeometry g, CellReader cells, int column, bool present)
    {
        float[] values = new float[present ? layout.Shape.OutChannels : 0];
        foreach (Tile tile in present ? layout.Tiles : [])
        {
            LayerStore.ForChannels(g, tile, (unit, lane, channel) => values[channel] = cells.Lane(g.Place(tile.FirstRow, column), unit, lane));
        }

        return values;
    }
}
