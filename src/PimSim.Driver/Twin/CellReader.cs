using System.Runtime.InteropServices;
using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Reads what units would find in the cells of a domain.</summary>
internal sealed class CellReader
{
    private readonly UnitGeometry g;
    private readonly CellArrays cells;
    private readonly WrongReads? wrong;
    private readonly ulong[] access;
    private readonly byte[]? chain;

    /// <param name="geometry">The device.</param>
    /// <param name="cells">The cells of a domain.</param>
    /// <param name="digests">Whether <see cref="Digest"/> is wanted.</param>
    public CellReader(UnitGeometry geometry, CellArrays cells, bool digests = false)
    {
        g = geometry;
        this.cells = cells;
        access = new ulong[cells.AccessWords];
        chain = digests ? new byte[2 * ContentHash.SizeBytes] : null;
    }

    /// <summary>A reader of what is stored, and of what units read instead where that is wrong.</summary>
    public CellReader(UnitGeometry geometry, CellArrays cells, WrongReads wrong)
        : this(geometry, cells)
    {
        this.wrong = wrong;
    }

    /// <summary>Hash of all words read so far, in order: readers that asked for the same and found the same have the same.</summary>
    public string Digest => Convert.ToHexString(chain.AsSpan(0, ContentHash.SizeBytes));

    /// <summary>The column word of a unit.</summary>
    public ReadOnlySpan<ulong> Unit(ColumnPlace place, int unit)
    {
        RowAddress row = RowOf(place, unit);
        int words = access.Length / g.Chips;
        ReadOnlySpan<ulong> found = Access(row, place.Column).Slice(unit % g.Chips * words, words);
        if (chain is not null)
        {
            ContentHash.Write(MemoryMarshal.AsBytes(found), chain.AsSpan(ContentHash.SizeBytes));
            ContentHash.Write(chain, chain);
        }

        return found;
    }

    private ReadOnlySpan<ulong> Access(RowAddress row, int column)
    {
        if (wrong is null)
        {
            cells.ReadByUnit(row, column, access);
            return access;
        }

        ReadOnlySpan<ulong> read = wrong.Find(row, column);
        if (!read.IsEmpty)
        {
            return read;
        }

        cells.Stored(row, column, access);
        return access;
    }

    /// <summary>The row of a unit's bank.</summary>
    public RowAddress RowOf(ColumnPlace place, int unit) => new((unit / g.Chips * g.Unit.BanksPerUnit) + place.Parity, place.Row);

    /// <summary>32 bits of the column word of a unit.</summary>
    public uint Word32(ColumnPlace place, int unit, int index) => (uint)(Unit(place, unit)[index / 2] >> (index % 2 * 32));

    /// <summary>An fp32 lane of the column word of a unit.</summary>
    public float Lane(ColumnPlace place, int unit, int lane) => Lanes.Get(Unit(place, unit), lane);
}
