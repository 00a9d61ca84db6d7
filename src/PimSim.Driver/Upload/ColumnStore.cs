using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Column accesses to be written or read in the rows of all banks, in a fixed order: row, bank, column.</summary>
internal sealed class ColumnStore
{
    private readonly UnitGeometry g;
    private readonly SortedDictionary<(int Row, int Bank, int Column), ulong[]> columns = [];
    private readonly int accessWords;

    public ColumnStore(UnitGeometry geometry)
    {
        g = geometry;
        accessWords = geometry.Model.Organization.AccessBits / 64;
    }

    public int Count => columns.Count;

    /// <summary>Contents, in order.</summary>
    public IEnumerable<ulong[]> Words => columns.Values;

    public IEnumerable<(int Row, int Bank, int Column)> Places => columns.Keys;

    /// <summary>The words of one unit in a column access; asking for them makes the access part of the store.</summary>
    public Span<ulong> Unit(ColumnPlace place, int unit)
    {
        var key = (place.Row, Bank(place, unit), place.Column);
        if (!columns.TryGetValue(key, out ulong[]? words))
        {
            columns[key] = words = new ulong[accessWords];
        }

        int unitWords = accessWords / g.Chips;
        return words.AsSpan(unit % g.Chips * unitWords, unitWords);
    }

    /// <summary>Sets one fp32 lane of a unit.</summary>
    public void SetLane(ColumnPlace place, int unit, int lane, float value)
    {
        Span<ulong> words = Unit(place, unit);
        int shift = lane % 2 * 32;
        words[lane / 2] = (words[lane / 2] & ~(0xFFFF_FFFFUL << shift)) | ((ulong)BitConverter.SingleToUInt32Bits(value) << shift);
    }

    /// <summary>Replaces the words of an access that was read.</summary>
    public void Set(int index, ReadOnlySpan<ulong> words) => words.CopyTo(Ordered()[index]);

    /// <summary>Appends commands that read or write everything, bank by bank, in single-bank mode.</summary>
    public void Lower(LoweringContext x, bool write)
    {
        foreach (IGrouping<(int Row, int Bank), int> row in columns.Keys.GroupBy(k => (k.Row, k.Bank), k => k.Column))
        {
            var at = new CommandOperands { Row = row.Key.Row, Bank = (short)row.Key.Bank };
            x.Builder.Command(x.Commands.Activate, at);
            int[] list = [.. row];
            for (int i = 0; i < list.Length;)
            {
                int end = i + 1;
                while (end < list.Length && list[end] == list[end - 1] + 1)
                {
                    end++;
                }

                CommandOperands first = new() { Bank = at.Bank, Column = (short)list[i] };
                x.Builder.Loop(end - i, () => x.Builder.Command(
                    write ? x.Commands.Write : x.Commands.Read, first, new Device.OperandStride(x.Depth, Device.OperandField.Column, 1)));
                i = end;
            }

            x.Builder.Command(x.Commands.Precharge, new CommandOperands { Bank = at.Bank });
        }
    }

    private ulong[][] Ordered() => ordered ??= [.. columns.Values];

    private ulong[][]? ordered;

    private int Bank(ColumnPlace place, int unit) => (unit / g.Chips * g.Unit.BanksPerUnit) + place.Parity;
}
