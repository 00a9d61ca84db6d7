using System.Runtime.InteropServices;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Flips of latched copies in one domain's run. Column accesses by units are numbered from 0 in the order of the program; a block is 1,024 of
/// them, the lines of all units side by side. Not for concurrent use.
/// </summary>
public sealed class ReadFlips
{
    private const int AccessesPerBlock = 1024;

    private readonly FaultPlan plan;
    private readonly int domain;
    private readonly int lineBits;
    private readonly int accessBits;
    private readonly int chipBits;
    private readonly int banks;

    // Flips of what no row holds would only be thrown away again, access by access.
    private readonly bool[] isHeld;
    private readonly List<(long Position, TensorKind Kind)> flips = [];
    private readonly List<int> bits = [];
    private long block = -1;

    /// <summary>The flips of domain <paramref name="domain"/>.</summary>
    public ReadFlips(FaultPlan plan, int domain)
    {
        this.plan = plan;
        this.domain = domain;
        Organization o = plan.Model.Organization;
        accessBits = o.AccessBits;
        chipBits = o.ChipAccessBits;
        lineBits = accessBits + plan.CheckBitsPerAccess;
        isHeld = [.. Enum.GetValues<TensorKind>().Select(k => plan.Kinds.Bits(k) > 0)];
        banks = o.Banks / plan.Model.Unit!.BanksPerUnit;
    }

    /// <summary>Bits inverted so far, by kind.</summary>
    public long[] Counts { get; } = new long[4];

    /// <summary>The bits of one bank's column access that are inverted; valid until the next call.</summary>
    /// <param name="access">Number of the access.</param>
    /// <param name="bankUnit">Which of the banks that are read together.</param>
    /// <param name="address">Row.</param>
    /// <param name="column">Column access.</param>
    public ReadOnlySpan<int> At(long access, int bankUnit, RowAddress address, int column)
    {
        bits.Clear();
        Load(access / AccessesPerBlock);
        long first = (((access % AccessesPerBlock) * banks) + bankUnit) * lineBits;
        for (int i = First(first); i < flips.Count && flips[i].Position < first + lineBits; i++)
        {
            int bit = (int)(flips[i].Position - first);
            int chip = bit < accessBits ? bit / chipBits : (bit - accessBits) / (plan.CheckBitsPerAccess / plan.Model.Organization.Chips);
            if (plan.Kinds.Find(address, column, chip) == flips[i].Kind)
            {
                bits.Add(bit);
                Counts[(int)flips[i].Kind]++;
            }
        }

        return CollectionsMarshal.AsSpan(bits);
    }

    /// <summary>True where an access among <paramref name="count"/> from <paramref name="first"/> on may be hit.</summary>
    public bool Hits(long first, long count)
    {
        long end = first + count;
        for (long b = first / AccessesPerBlock; b * AccessesPerBlock < end; b++)
        {
            Load(b);
            long start = Math.Max(0, first - (b * AccessesPerBlock)) * banks * lineBits;
            long stop = Math.Min(AccessesPerBlock, end - (b * AccessesPerBlock)) * banks * lineBits;
            int i = First(start);
            if (i < flips.Count && flips[i].Position < stop)
            {
                return true;
            }
        }

        return false;
    }

    private void Load(long wanted)
    {
        if (block == wanted)
        {
            return;
        }

        block = wanted;
        flips.Clear();
        var positions = new List<long>();
        for (int k = 0; k < 4; k++)
        {
            positions.Clear();
            double hazard = isHeld[k] ? plan.Hazard((TensorKind)k, FaultMechanism.Read) : 0;
            SparseDraws.Draw(
                plan.Key(FaultMechanism.Read), ((ulong)(uint)domain << 48) | (ulong)wanted, (byte)k, (long)AccessesPerBlock * banks * lineBits, hazard, positions);
            foreach (long position in positions)
            {
                flips.Add((position, (TensorKind)k));
            }
        }

        flips.Sort((a, b) => a.Position != b.Position ? a.Position.CompareTo(b.Position) : a.Kind - b.Kind);
    }

    private int First(long position)
    {
        int low = 0;
        int high = flips.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (flips[middle].Position < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
