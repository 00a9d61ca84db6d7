using System.Runtime.InteropServices;
using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Reads what units would find in the cells of a domain.</summary>
internal sealed class CellReader
{
    private readonly UnitGeometry g;
    private readonly CellArrays cells;
    private readonly CellFaults? faults;
    private readonly ulong[] access;
    private readonly byte[] chain = new byte[2 * ContentHash.SizeBytes];

    /// <param name="geometry">The device.</param>
    /// <param name="cells">The cells of a domain.</param>
    /// <param name="faults">Faults to read them with instead of their own, or null.</param>
    public CellReader(UnitGeometry geometry, CellArrays cells, CellFaults? faults = null)
    {
        this.faults = faults;
        g = geometry;
        this.cells = cells;
        access = new ulong[cells.AccessWords];
    }

    /// <summary>Hash of all words read so far, in order: readers that asked for the same and found the same have the same.</summary>
    public string Digest => Convert.ToHexString(chain.AsSpan(0, ContentHash.SizeBytes));

    /// <summary>The column word of a unit.</summary>
    public ReadOnlySpan<ulong> Unit(ColumnPlace place, int unit)
    {
        RowAddress row = RowOf(place, unit);
        if (faults is null)
        {
            cells.ReadByUnit(row, place.Column, access);
        }
        else
        {
            cells.Stored(row, place.Column, access);
            faults.Apply(row, place.Column, byUnit: true, [], access);
        }

        int words = access.Length / g.Chips;
        ReadOnlySpan<ulong> found = access.AsSpan(unit % g.Chips * words, words);
        ContentHash.Write(MemoryMarshal.AsBytes(found), chain.AsSpan(ContentHash.SizeBytes));
        ContentHash.Write(chain, chain);
        return found;
    }

    /// <summary>The row of a unit's bank.</summary>
    public RowAddress RowOf(ColumnPlace place, int unit) => new((unit / g.Chips * g.Unit.BanksPerUnit) + place.Parity, place.Row);

    /// <summary>32 bits of the column word of a unit.</summary>
    public uint Word32(ColumnPlace place, int unit, int index) => (uint)(Unit(place, unit)[index / 2] >> (index % 2 * 32));

    /// <summary>An fp32 lane of the column word of a unit.</summary>
    public float Lane(ColumnPlace place, int unit, int lane) => Lanes.Get(Unit(place, unit), lane);
}
