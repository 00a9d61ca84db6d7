using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Finds, reads and changes what the layers of a network store in the cells of a domain.</summary>
internal sealed class StoredCells
{
    private readonly UnitGeometry geometry;
    private readonly IReadOnlyList<LayerLayout> layers;

    public StoredCells(BnnNetwork network, DeviceModel model)
    {
        var placement = Placement.Create(model, WorkloadBuilder.Build(network, model));
        geometry = placement.Geometry;
        layers = placement.Layers;
    }

    /// <summary>Lane bits that the last column access of a patch leaves unused.</summary>
    public int TailBits(int layer) => (Binary(layer).Chunks * geometry.LaneBits) - layers[layer].Shape.PatchElements;

    public int Tiles(int layer) => layers[layer].Tiles.Count;

    /// <summary>Inverts the sign of a weight; elements from the patch's end on are tail bits.</summary>
    public void FlipWeight(DomainCore core, int layer, int channel, int element)
    {
        (Tile tile, int unit, int index) = Find(layer, channel);
        Flip(core, BinaryLayout.Weight(geometry, tile, element / geometry.LaneBits, index), unit, element % geometry.LaneBits);
    }

    public bool Sign(DomainCore core, int layer, int channel, int element)
    {
        (Tile tile, int unit, int index) = Find(layer, channel);
        ReadOnlySpan<ulong> words = new CellReader(geometry, core.Cells).Unit(BinaryLayout.Weight(geometry, tile, element / geometry.LaneBits, index), unit);
        int bit = element % geometry.LaneBits;
        return ((words[bit / 64] >> (bit % 64)) & 1) != 0;
    }

    /// <summary>Inverts a bit of a threshold entry.</summary>
    public void FlipThreshold(DomainCore core, int layer, int channel, int borderClass, int bit)
    {
        (Tile tile, int unit, int index) = Find(layer, channel);
        int entry = (borderClass * tile.PerUnit) + index;
        int perColumn = geometry.LaneBits / ThresholdEntry.Bits;
        Flip(core, new ColumnPlace(tile.ThresholdRow, 0, entry / perColumn), unit, (entry % perColumn * 32) + bit);
    }

    /// <summary>Inverts a bit of a real weight; element PatchElements is the bias, then limit and direction.</summary>
    public void FlipReal(DomainCore core, int layer, int channel, int element, int bit)
    {
        (Tile tile, int unit, int lane) = Find(layer, channel);
        Flip(core, geometry.Place(tile.FirstRow, element), unit, (lane * 32) + bit);
    }

    /// <summary>Rewrites a clip threshold of a layer in every lane of every unit and tile.</summary>
    public void ChangeClip(DomainCore core, int layer, int column, Func<uint, uint> change)
    {
        ulong[] words = new ulong[core.Cells.AccessWords];
        foreach (Tile tile in layers[layer].Tiles)
        {
            for (int bank = 0; bank < geometry.Units / geometry.Chips * geometry.Unit.BanksPerUnit; bank += geometry.Unit.BanksPerUnit)
            {
                var row = new RowAddress(bank, tile.ClipRow);
                core.Cells.Read(row, column, words);
                for (int w = 0; w < words.Length; w++)
                {
                    words[w] = change((uint)words[w]) | ((ulong)change((uint)(words[w] >> 32)) << 32);
                }

                core.Cells.Write(row, column, words);
            }
        }
    }

    private BinaryLayout Binary(int layer) => (BinaryLayout)layers[layer];

    private (Tile Tile, int Unit, int Index) Find(int layer, int channel)
    {
        Tile tile = layers[layer].Tiles.Single(t => channel >= t.FirstChannel && channel < t.FirstChannel + t.Channels);
        return (tile, (channel - tile.FirstChannel) / tile.PerUnit, (channel - tile.FirstChannel) % tile.PerUnit);
    }

    private void Flip(DomainCore core, ColumnPlace place, int unit, int bit)
    {
        int bank = (unit / geometry.Chips * geometry.Unit.BanksPerUnit) + place.Parity;
        core.Cells.Flip(new RowAddress(bank, place.Row), place.Column, (unit % geometry.Chips * geometry.LaneBits) + bit);
    }
}
