using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The column accesses that hold a column of a training: alike in all domains.</summary>
internal sealed class ColumnAccesses(UnitGeometry g, TensorKind kind, int bits)
{
    private readonly List<(RowAddress Row, int Column)> places = [];
    private readonly Dictionary<(RowAddress, int), int> known = [];
    private readonly List<int[]> numbers = [];

    // Several domains that come at once make the same.
    private RowAddress[]? rows;

    /// <summary>What the bits are.</summary>
    public TensorKind Kind => kind;

    /// <summary>Bits of a number: those of a lane, or 1 for a sign.</summary>
    public int Bits => bits;

    /// <summary>Numbers of one unit's part of an access.</summary>
    public int PerUnit { get; } = g.LaneBits / bits;

    /// <summary>Row and column of every access.</summary>
    public IReadOnlyList<(RowAddress Row, int Column)> Places => places;

    /// <summary>Rows with accesses, each once.</summary>
    public IReadOnlyList<RowAddress> Rows => rows ??= [.. places.Select(p => p.Row).Distinct()];

    /// <summary>Where each access is in <see cref="Places"/>.</summary>
    public IReadOnlyDictionary<(RowAddress Row, int Column), int> Known => known;

    /// <summary>Which number of the column each place of access <paramref name="access"/> holds, units of all chips one after another; -1 for none.</summary>
    public ReadOnlySpan<int> Numbers(int access) => numbers[access];

    /// <summary>Adds one unit's part of an access.</summary>
    /// <param name="place">Row, bank of the unit and column.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="number">Which number a place of it holds, or -1.</param>
    public void Add(ColumnPlace place, int unit, Func<int, int> number)
    {
        int[] own = [.. Enumerable.Range(0, PerUnit).Select(number)];
        if (own.All(n => n < 0))
        {
            return;
        }

        var row = new RowAddress((unit / g.Chips * g.Unit.BanksPerUnit) + place.Parity, place.Row);
        if (!known.TryGetValue((row, place.Column), out int access))
        {
            known[(row, place.Column)] = access = places.Count;
            places.Add((row, place.Column));
            int[] all = new int[PerUnit * g.Chips];
            Array.Fill(all, -1);
            numbers.Add(all);
        }

        own.CopyTo(numbers[access], unit % g.Chips * PerUnit);
    }

    /// <summary>Says what the accesses hold.</summary>
    public void Tell(StoredKinds kinds)
    {
        for (int access = 0; access < places.Count; access++)
        {
            (RowAddress row, int column) = places[access];
            ReadOnlySpan<int> held = numbers[access];
            for (int chip = 0; chip < g.Chips; chip++)
            {
                if (held.Slice(chip * PerUnit, PerUnit).IndexOfAnyExcept(-1) >= 0)
                {
                    kinds.Set(row, column, chip, kind);
                }
            }

            if (held.Contains(-1))
            {
                kinds.SetHeld(row, column, Mask(held));
            }
        }
    }

    private ulong[] Mask(ReadOnlySpan<int> held)
    {
        ulong[] mask = new ulong[held.Length * bits / 64];
        ulong one = bits == 1 ? 1UL : (1UL << bits) - 1;
        for (int n = 0; n < held.Length; n++)
        {
            mask[n * bits / 64] |= held[n] >= 0 ? one << (n * bits % 64) : 0;
        }

        return mask;
    }
}
