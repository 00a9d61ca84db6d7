using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>What the rows that an inference reads hold. Rows that only the upload reads (real weights of kind a) are left out.</summary>
internal static class PlacedKinds
{
    public static StoredKinds Of(Placement placement, ProgramStore? programs)
    {
        UnitGeometry g = placement.Geometry;
        var kinds = new StoredKinds(placement.Model.Organization);
        foreach (LayerLayout layout in placement.Layers)
        {
            switch (layout)
            {
                case BinaryLayout b:
                    Binary(g, b, kinds);
                    break;
                case RealLayout { OnHost: false } r:
                    Real(g, r, kinds);
                    break;
                case ElementwiseLayout e:
                    Elementwise(g, e, kinds);
                    break;
                default:
                    break;
            }
        }

        foreach ((int row, int bank, int column) in programs?.Columns().Places ?? [])
        {
            for (int chip = 0; chip < g.Chips; chip++)
            {
                kinds.Set(new RowAddress(bank, row), column, chip, TensorKind.Instructions);
            }
        }

        return kinds;
    }

    private static void Binary(UnitGeometry g, BinaryLayout layout, StoredKinds kinds)
    {
        int perColumn = g.LaneBits / ThresholdEntry.Bits;
        foreach (Tile tile in layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, j, _) =>
            {
                for (int chunk = 0; chunk < layout.Chunks; chunk++)
                {
                    Set(g, kinds, BinaryLayout.Weight(g, tile, chunk, j), unit, TensorKind.Weights);
                }

                for (int set = 0; tile.ThresholdRow >= 0 && set < layout.SetCount; set++)
                {
                    Set(g, kinds, new ColumnPlace(tile.ThresholdRow, 0, ((set * tile.PerUnit) + j) / perColumn), unit, TensorKind.Thresholds);
                }
            });
        }
    }

    private static void Real(UnitGeometry g, RealLayout layout, StoredKinds kinds)
    {
        int weights = layout.Shape.PatchElements + (layout.Real.Bias is null ? 0 : 1);
        foreach (Tile tile in layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, lane, _) =>
            {
                for (int k = 0; lane == 0 && k < weights; k++)
                {
                    Set(g, kinds, g.Place(tile.FirstRow, k), unit, TensorKind.Weights);
                }

                if (lane == 0 && layout.Real.Limits is not null)
                {
                    Set(g, kinds, g.Place(tile.FirstRow, layout.LimitColumn), unit, TensorKind.Thresholds);
                    Set(g, kinds, g.Place(tile.FirstRow, layout.DirectionColumn), unit, TensorKind.Thresholds);
                }
            });
        }
    }

    private static void Elementwise(UnitGeometry g, ElementwiseLayout layout, StoredKinds kinds)
    {
        foreach (Tile tile in layout.ColumnsPerTile == 0 ? [] : layout.Tiles)
        {
            LayerStore.ForChannels(g, tile, (unit, lane, _) =>
            {
                for (int column = 0; lane == 0 && column < layout.ColumnsPerTile; column++)
                {
                    bool decides = layout.LimitColumn >= 0 && (column == layout.LimitColumn || column == layout.LimitColumn + 1);
                    Set(g, kinds, layout.Place(g, tile, column), unit, decides ? TensorKind.Thresholds : TensorKind.Weights);
                }
            });
        }
    }

    private static void Set(UnitGeometry g, StoredKinds kinds, ColumnPlace place, int unit, TensorKind kind) =>
        kinds.Set(new RowAddress((unit / g.Chips * g.Unit.BanksPerUnit) + place.Parity, place.Row), place.Column, unit % g.Chips, kind);
}
