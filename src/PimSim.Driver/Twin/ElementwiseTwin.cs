using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Twin of <see cref="ElementwiseLayerLowering"/> on the scales, shifts and limits in the cells.</summary>
internal sealed class ElementwiseTwin : ITwinLayer
{
    private readonly UnitGeometry g;
    private readonly ElementwiseLayout layout;
    private readonly ElementwiseOperation operation;
    private readonly float[][] shifts;
    private readonly float[][] scales;
    private readonly float[] limits;
    private readonly float[] directions;
    private readonly float[] reciprocals;

    public ElementwiseTwin(UnitGeometry g, ElementwiseLayout layout, CellReader cells)
    {
        this.g = g;
        this.layout = layout;
        operation = layout.Elementwise;
        shifts = [.. Enumerable.Range(0, operation.Terms.Count).Select(t => Read(g, cells, layout.AffineColumn(t), 0))];
        scales = [.. Enumerable.Range(0, operation.Terms.Count).Select(t => Read(g, cells, layout.AffineColumn(t), 1))];
        limits = Read(g, cells, layout.LimitColumn, 0);
        directions = Read(g, cells, layout.LimitColumn, 1);
        reciprocals = Read(g, cells, layout.ReciprocalColumn, 0);
    }

    public ITwinLayer Patched(WrongReads changed, CellReader cells) => new ElementwiseTwin(g, layout, cells);

    public void Run(Activations[] tensors, TwinScratch scratch)
    {
        Activations? numbers = operation.GivesNumbers ? tensors[operation.Output.Id] : null;
        Activations? signs = operation.Signs is { } s ? tensors[s.Id] : null;
        LayerShape shape = layout.Shape;
        Span<float> values = stackalloc float[shape.OutChannels];
        for (int w = 0; w < shape.Windows; w++)
        {
            if (operation.SignsOnInput)
            {
                Element(tensors[operation.Input.Id], w, 0, values);
                Decide(values, signs!, w);
            }

            if (numbers is null && operation.SignsOnInput)
            {
                continue;
            }

            Compute(tensors, w, values, scratch);
            if (numbers is not null)
            {
                values.CopyTo(numbers.Numbers.AsSpan(w * values.Length));
            }

            if (signs is not null && !operation.SignsOnInput)
            {
                Decide(values, signs, w);
            }
        }
    }

    private void Compute(Activations[] tensors, int window, Span<float> values, TwinScratch scratch)
    {
        Span<float> other = scratch.Numbers(values.Length);
        Term(tensors, 0, window, values);
        for (int t = 1; t < operation.Terms.Count; t++)
        {
            Term(tensors, t, window, other);
            Add(values, other);
        }

        for (int tap = 1; tap < layout.Taps; tap++)
        {
            Element(tensors[operation.Input.Id], window, tap, other);
            if (operation.Reduction == WindowReduction.Maximum)
            {
                for (int c = 0; c < values.Length; c++)
                {
                    values[c] = other[c] > values[c] ? other[c] : values[c];
                }
            }
            else
            {
                Add(values, other);
            }
        }

        for (int c = 0; c < reciprocals.Length; c++)
        {
            values[c] *= reciprocals[c];
        }
    }

    private static void Add(Span<float> values, ReadOnlySpan<float> other)
    {
        for (int c = 0; c < values.Length; c++)
        {
            values[c] += other[c];
        }
    }

    private void Term(Activations[] tensors, int term, int window, Span<float> values)
    {
        Element(tensors[operation.Terms[term].Tensor.Id], window, 0, values);
        float[] scale = scales[term];
        float[] shift = shifts[term];
        for (int c = 0; c < scale.Length; c++)
        {
            float product = scale[c] * values[c];
            values[c] = shift[c] + product;
        }
    }

    private void Element(Activations input, int window, int tap, Span<float> values)
    {
        if (operation.Reduction == WindowReduction.None && input.Numbers is not null)
        {
            input.Numbers.AsSpan(window * values.Length, values.Length).CopyTo(values);
            return;
        }

        for (int c = 0; c < values.Length; c++)
        {
            values[c] = ElementwiseHost.Element(layout.Shape, input, 0, window, tap, c);
        }
    }

    private void Decide(ReadOnlySpan<float> values, Activations signs, int window)
    {
        Span<ulong> pixel = signs.Bits!.Pixel(0, window / layout.Shape.OutWidth, window % layout.Shape.OutWidth);
        pixel.Clear();
        for (int c = 0; c < values.Length; c++)
        {
            float decided = limits.Length == 0 ? values[c] : (values[c] >= limits[c] ? 1f : -1f) * directions[c];
            pixel[c / 64] |= decided < 0 ? 1UL << (c % 64) : 0;
        }
    }

    /// <summary>A column by channel; empty where there is none.</summary>
    private float[] Read(UnitGeometry g, CellReader cells, int first, int offset)
    {
        float[] values = new float[first < 0 ? 0 : layout.Shape.OutChannels];
        foreach (Tile tile in first < 0 ? [] : layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, lane, channel) => values[channel] = cells.Lane(layout.Place(g, tile, first + offset), unit, lane));
        }

        return values;
    }
}
