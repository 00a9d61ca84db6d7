using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// The program of an upload, for every domain alike: weights in and back; the device makes signs and scales of kind (a);
/// signs and scales back; thresholds, scales and shifts in and back. Barriers part the stages.
/// </summary>
internal sealed class UploadLowering
{
    private readonly Placement placement;

    public UploadLowering(Placement placement)
    {
        this.placement = placement;
        Weights = [.. placement.Layers.Select(l => LayerStore.Weights(placement.Geometry, l))];
        Clipped = [.. placement.Layers.OfType<BinaryLayout>().Where(l => l.Binary.Weights is StoredClip)];
        Elementwise = [.. placement.Layers.OfType<ElementwiseLayout>().Where(l => l.ColumnsPerTile > 0)];
        Folded = [.. placement.Layers.OfType<BinaryLayout>().Where(l => l.HasTables)];
    }

    /// <summary>Contents of the first stage, by layer.</summary>
    public ColumnStore[] Weights { get; }

    /// <summary>Layers stored as kind (a).</summary>
    public BinaryLayout[] Clipped { get; }

    /// <summary>Layers whose integer thresholds the units decide.</summary>
    public BinaryLayout[] Folded { get; }

    /// <summary>Elementwise operations with scales, shifts or limits.</summary>
    public ElementwiseLayout[] Elementwise { get; }

    /// <summary>Pages of the units' programs, or null; they belong to the first stage.</summary>
    public ColumnStore? Pages { get; init; }

    public PimProgram Lower()
    {
        var x = new LoweringContext(placement.Geometry, new PimCommands(placement.Model), placement.Layers.Count);
        foreach (LayerLayout layout in placement.Layers)
        {
            x.Builder.SetLayer(layout.Index);
            Weights[layout.Index].Lower(x, write: true);
            Weights[layout.Index].Lower(x, write: false);
        }

        Pages?.Lower(x, write: true);
        Pages?.Lower(x, write: false);
        x.Builder.Barrier();
        if (Clipped.Length > 0)
        {
            LowerClipped(x);
        }

        x.Builder.Barrier();
        foreach (BinaryLayout layout in Folded)
        {
            x.Builder.SetLayer(layout.Index);
            ColumnStore tables = LayerStore.Thresholds(placement.Geometry, layout, new ThresholdEntry[layout.SetCount * layout.Shape.OutChannels]);
            tables.Lower(x, write: true);
            tables.Lower(x, write: false);
        }

        foreach (ElementwiseLayout layout in Elementwise)
        {
            x.Builder.SetLayer(layout.Index);
            ColumnStore parameters = LayerStore.Parameters(placement.Geometry, layout, null);
            parameters.Lower(x, write: true);
            parameters.Lower(x, write: false);
        }

        return x.Builder.Build();
    }

    private void LowerClipped(LoweringContext x)
    {
        var clip = new ClipLowering(x);
        x.SetMode(allBank: true);
        foreach (BinaryLayout layout in Clipped)
        {
            x.Builder.SetLayer(layout.Index);
            clip.LowerSigns(layout);
        }

        x.Builder.Barrier();
        foreach (BinaryLayout layout in Clipped)
        {
            x.Builder.SetLayer(layout.Index);
            clip.LowerScale(layout);
        }

        x.SetMode(allBank: false);
        foreach (BinaryLayout layout in Clipped)
        {
            x.Builder.SetLayer(layout.Index);
            LayerStore.SignColumns(placement.Geometry, layout).Lower(x, write: false);
        }
    }
}
