using System.Numerics;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Which tensors the rows of a domain hold, by column access and chip; the same in every domain. Cells that hold nothing have no faults.</summary>
public sealed class StoredKinds
{
    private const byte Nothing = 0;

    private readonly Dictionary<RowAddress, byte[]> rows = [];
    private readonly Dictionary<(RowAddress, int), ulong[]> held = [];
    private readonly Organization organization;

    // Whoever comes first makes them; several that come at once make the same.
    private RowAddress[]? sorted;
    private long[]? bits;

    /// <summary>Empty rows.</summary>
    public StoredKinds(Organization organization)
    {
        this.organization = organization;
    }

    /// <summary>Rows that hold something, in rising order.</summary>
    public IReadOnlyList<RowAddress> Rows => sorted ??= [.. rows.Keys.OrderBy(r => r.Bank).ThenBy(r => r.Row)];

    /// <summary>Says what the bits of one chip in a column access are.</summary>
    public void Set(RowAddress address, int column, int chip, TensorKind kind)
    {
        bits = null;
        if (!rows.TryGetValue(address, out byte[]? places))
        {
            sorted = null;
            rows[address] = places = new byte[organization.ColumnAccesses * organization.Chips];
        }

        places[(column * organization.Chips) + chip] = (byte)(kind + 1);
    }

    /// <summary>Says that of a column access only the bits set in <paramref name="holding"/> hold something; the others have no faults.</summary>
    public void SetHeld(RowAddress address, int column, ulong[] holding)
    {
        bits = null;
        held[(address, column)] = holding;
    }

    /// <summary>The bits of a column access that hold something; empty for all.</summary>
    internal ReadOnlySpan<ulong> Held(RowAddress address, int column) => held.GetValueOrDefault((address, column));

    /// <summary>What the bits of one chip in a column access are, or null.</summary>
    public TensorKind? Find(RowAddress address, int column, int chip) =>
        rows.TryGetValue(address, out byte[]? places) && places[(column * organization.Chips) + chip] is > Nothing and var kind ? (TensorKind)(kind - 1) : null;

    /// <summary>The kinds that occur in a row, as a bit mask.</summary>
    internal int Mask(RowAddress address)
    {
        int mask = 0;
        foreach (byte place in rows.GetValueOrDefault(address) ?? [])
        {
            mask |= place == Nothing ? 0 : 1 << (place - 1);
        }

        return mask;
    }

    /// <summary>What a row holds, for <see cref="Holds"/>; empty where it holds nothing.</summary>
    internal ReadOnlySpan<byte> Places(RowAddress address) => rows.GetValueOrDefault(address);

    /// <summary>Whether the bits of one chip in a column access of a row are of a kind.</summary>
    internal bool Holds(ReadOnlySpan<byte> places, int column, int chip, TensorKind kind) =>
        !places.IsEmpty && places[(column * organization.Chips) + chip] == (byte)(kind + 1);

    /// <summary>Column accesses of a row that hold something.</summary>
    internal IEnumerable<int> Columns(RowAddress address)
    {
        byte[] places = rows[address];
        for (int column = 0; column < organization.ColumnAccesses; column++)
        {
            if (places.AsSpan(column * organization.Chips, organization.Chips).ContainsAnyExcept(Nothing))
            {
                yield return column;
            }
        }
    }

    /// <summary>Stored bits of a kind in one domain.</summary>
    public long Bits(TensorKind kind) => (bits ??= [.. Enum.GetValues<TensorKind>().Select(CountBits)])[(int)kind];

    private long CountBits(TensorKind kind) =>
        (rows.Values.Sum(places => places.LongCount(p => p == (byte)(kind + 1))) * organization.ChipAccessBits) - held.Sum(h => Empty(h.Key.Item1, h.Key.Item2, h.Value, kind));

    /// <summary>Bits of a kind's chips in a column access that hold nothing.</summary>
    private long Empty(RowAddress address, int column, ulong[] bits, TensorKind kind)
    {
        long empty = 0;
        for (int w = 0; w < bits.Length; w++)
        {
            empty += Find(address, column, w / (bits.Length / organization.Chips)) == kind ? BitOperations.PopCount(~bits[w]) : 0;
        }

        return empty;
    }
}
