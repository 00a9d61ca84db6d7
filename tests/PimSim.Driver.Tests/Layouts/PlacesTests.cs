using PimSim.Device;
using PimSim.Tests;

namespace PimSim.Driver.Tests;

public sealed class PlacesTests
{
    /// <summary>Weights, thresholds, clip rows and real columns of all layers lie in different column accesses of existing rows.</summary>
    [Fact]
    public void Nothing_lies_on_anything_else()
    {
        int placed = 0;
        RandomCase.Gen.ForEach(150, c =>
        {
            if (RandomCase.Place(c.Model, c.Workload) is not { } placement)
            {
                return;
            }

            placed++;
            var taken = new HashSet<(ColumnPlace Place, int Unit, int Part)>();
            foreach (LayerLayout layout in placement.Layers)
            {
                foreach ((ColumnPlace place, int unit, int part) in layout is BinaryLayout b ? Binary(placement.Geometry, b) : Real(placement.Geometry, (RealLayout)layout))
                {
                    Assert.True(taken.Add((place, unit, part)), $"{layout.Operation.Name}: {place} of unit {unit}, part {part} is taken twice");
                    Assert.InRange(place.Row, c.Model.FirstRow, c.Model.FirstRow + placement.Rows - 1);
                    Assert.InRange(place.Column, 0, placement.Geometry.ColumnsPerBank - 1);
                    Assert.InRange(place.Parity, 0, placement.Geometry.Unit.BanksPerUnit - 1);
                    Assert.InRange(unit, 0, placement.Geometry.Units - 1);
                }
            }

            // Parts share a column access only where they are meant to: lanes and threshold entries.
            Assert.Equal(taken.Count(t => t.Part == 0), taken.Where(t => t.Part == 0).Select(t => (t.Place, t.Unit)).Distinct().Count());
        });
        Assert.True(placed > 60, $"only {placed} workloads were placed");
    }

    [Fact]
    public void Every_channel_has_one_unit_and_index() => RandomCase.Gen.ForEach(100, c =>
    {
        foreach (LayerLayout layout in RandomCase.Place(c.Model, c.Workload)?.Layers ?? [])
        {
            var channels = new List<int>();
            foreach (Tile tile in layout.Tiles)
            {
                LayerStore.ForChannels(new UnitGeometry(c.Model), tile, (unit, index, channel) =>
                {
                    channels.Add(channel);
                    Assert.Equal(tile.Group, layout.Shape.Groups * channel / layout.Shape.OutChannels);
                });
            }

            Assert.Equal(Enumerable.Range(0, layout.Shape.OutChannels), channels.Order());
        }
    });

    private static IEnumerable<(ColumnPlace Place, int Unit, int Part)> Binary(UnitGeometry g, BinaryLayout layout)
    {
        foreach (Tile tile in layout.Tiles)
        {
            var found = new List<(ColumnPlace, int, int)>();
            int clipColumns = UnitGeometry.Ceiling(layout.Shape.PatchElements, g.Lanes);
            LayerStore.ForChannels(g, tile, (unit, index, _) =>
            {
                for (int chunk = 0; chunk < layout.Chunks; chunk++)
                {
                    ColumnPlace place = BinaryLayout.Weight(g, tile, chunk, index);
                    Assert.InRange(place.Row, tile.FirstRow, tile.FirstRow + tile.Rows - 1);
                    found.Add((place, unit, 0));
                }

                for (int i = 0; i < clipColumns && layout.Binary.Weights is StoredClip; i++)
                {
                    found.Add((g.Place(tile.ClipRow + 1, (index * clipColumns) + i), unit, 0));
                }

                for (int c = 0; c < layout.SetCount && layout.Binary.Thresholds is not null; c++)
                {
                    int entry = (c * tile.PerUnit) + index;
                    int perColumn = g.LaneBits / ThresholdEntry.Bits;
                    found.Add((new ColumnPlace(tile.ThresholdRow, 0, entry / perColumn), unit, entry % perColumn));
                }
            });
            for (int unit = 0; unit < g.Units && layout.Binary.Weights is StoredClip; unit++)
            {
                foreach (int column in (int[])[LayerStore.LowerColumn, LayerStore.UpperColumn, LayerStore.MaskColumn, LayerStore.CountColumn])
                {
                    found.Add((new ColumnPlace(tile.ClipRow, 0, column), unit, 0));
                }
            }

            foreach ((ColumnPlace, int, int) place in found)
            {
                yield return place;
            }
        }
    }

    private static IEnumerable<(ColumnPlace Place, int Unit, int Part)> Real(UnitGeometry g, RealLayout layout)
    {
        foreach (Tile tile in layout.Tiles)
        {
            for (int unit = 0; unit < tile.Units; unit++)
            {
                for (int column = 0; column <= layout.DirectionColumn; column++)
                {
                    yield return (g.Place(tile.FirstRow, column), unit, 0);
                }
            }
        }
    }
}
