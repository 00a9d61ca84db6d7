using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The cells of all banks of one domain. A row takes memory when it is first written; before that it reads as its seeded
/// power-up value. Within a column access the words are ordered by chip: chip c owns words c*w .. c*w + w - 1 with
/// w = chip access bits / 64.
/// </summary>
public sealed class CellArrays
{
    private const ulong PowerUpMechanism = 0x506F776572557021;

    private readonly Dictionary<RowAddress, ulong[]> rows = [];
    private readonly ulong seed;
    private readonly int domain;
    private readonly int rowWords;

    /// <summary>Empty cells of domain <paramref name="domain"/>.</summary>
    /// <param name="organization">Sizes.</param>
    /// <param name="domain">Domain index, part of the power-up pattern's key.</param>
    /// <param name="seed">Seed of the power-up pattern.</param>
    public CellArrays(Organization organization, int domain, ulong seed)
    {
        this.seed = seed;
        this.domain = domain;
        AccessWords = organization.AccessBits / 64;
        rowWords = AccessWords * organization.ColumnAccesses;
    }

    private CellArrays(CellArrays other)
    {
        seed = other.seed;
        domain = other.domain;
        AccessWords = other.AccessWords;
        rowWords = other.rowWords;
        foreach ((RowAddress address, ulong[] row) in other.rows)
        {
            rows[address] = (ulong[])row.Clone();
        }
    }

    /// <summary>64-bit words of one column access, all chips.</summary>
    public int AccessWords { get; }

    /// <summary>What is wrong with the cells, or null for nothing. Set when what they hold is uploaded.</summary>
    public CellFaults? Faults { get; set; }

    /// <summary>Rows that were written.</summary>
    public int WrittenRows => rows.Count;

    /// <summary>Reads one column access as the bus gives it.</summary>
    public void Read(RowAddress address, int column, Span<ulong> words)
    {
        Stored(address, column, words);
        Faults?.Apply(address, column, byUnit: false, [], words);
    }

    /// <summary>Reads one column access as units see it.</summary>
    /// <param name="address">Row.</param>
    /// <param name="column">Column access.</param>
    /// <param name="words">Takes it.</param>
    /// <param name="flips">Bits that this one access inverts.</param>
    public void ReadByUnit(RowAddress address, int column, Span<ulong> words, ReadOnlySpan<int> flips = default)
    {
        Stored(address, column, words);
        Faults?.Apply(address, column, byUnit: true, flips, words);
    }

    /// <summary>What was stored in a column access, whatever is wrong with its cells.</summary>
    public void Stored(RowAddress address, int column, Span<ulong> words)
    {
        if (rows.TryGetValue(address, out ulong[]? row))
        {
            row.AsSpan(column * AccessWords, AccessWords).CopyTo(words);
        }
        else
        {
            for (int i = 0; i < AccessWords; i++)
            {
                words[i] = PowerUp(address, (column * AccessWords) + i);
            }
        }
    }

    /// <summary>Writes one column access.</summary>
    public void Write(RowAddress address, int column, ReadOnlySpan<ulong> words)
    {
        words[..AccessWords].CopyTo(Materialize(address).AsSpan(column * AccessWords, AccessWords));
        Faults?.Writes?.Wrote(address, column);
    }

    /// <summary>Inverts one cell: bit <paramref name="bit"/> of column access <paramref name="column"/>.</summary>
    public void Flip(RowAddress address, int column, int bit) =>
        Materialize(address)[(column * AccessWords) + (bit / 64)] ^= 1UL << (bit % 64);

    /// <summary>A copy with the same contents.</summary>
    public CellArrays Clone() => new(this);

    /// <summary>True when the same rows are written with the same contents, and nothing is wrong with them. Unwritten rows are not compared.</summary>
    public bool SameContents(CellArrays other)
    {
        if (rows.Count != other.rows.Count || Faults is not null || other.Faults is not null)
        {
            return false;
        }

        foreach ((RowAddress address, ulong[] row) in rows)
        {
            if (!other.rows.TryGetValue(address, out ulong[]? theirs) || !row.AsSpan().SequenceEqual(theirs))
            {
                return false;
            }
        }

        return true;
    }

    private ulong[] Materialize(RowAddress address)
    {
        if (!rows.TryGetValue(address, out ulong[]? row))
        {
            row = new ulong[rowWords];
            for (int i = 0; i < rowWords; i++)
            {
                row[i] = PowerUp(address, i);
            }

            rows[address] = row;
        }

        return row;
    }

    private ulong PowerUp(RowAddress address, int word)
    {
        ulong place = ((ulong)(uint)address.Row << 32) | (uint)word;
        ulong bank = ((ulong)(uint)domain << 32) | (uint)address.Bank;
        (uint a, uint b, _, _) = Philox.Block(seed ^ PowerUpMechanism, place, bank);
        return ((ulong)b << 32) | a;
    }
}
