using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The faults of one domain's cells. What is read follows from what is stored in this order: write, retention, disturbance, stuck cells, dead lines, dead
/// row; flips of the latched copy; correction; bit error rate. Rows are drawn when first read. Not for concurrent use.
/// </summary>
public sealed class CellFaults
{
    private readonly FaultPlan plan;
    private readonly int domain;
    private readonly int accessBits;
    private readonly int chipBits;
    private readonly int checkBits;
    private readonly Dictionary<RowAddress, RowFaults> rows = [];
    private readonly Dictionary<int, RepairMap> repairs = [];
    private readonly Dictionary<int, List<long>> deadLines = [];
    private readonly ulong[] read;
    private readonly uint[] storedCheck;
    private readonly uint[] readCheck;
    private readonly ulong[] difference;

    // Room for drawing a row.
    private readonly List<long> positions = [];
    private readonly List<CellFault> cells = [];

    /// <summary>The faults of domain <paramref name="domain"/> under a plan.</summary>
    public CellFaults(FaultPlan plan, int domain)
    {
        this.plan = plan;
        this.domain = domain;
        Organization o = plan.Model.Organization;
        accessBits = o.AccessBits;
        chipBits = o.ChipAccessBits;
        checkBits = plan.Code?.CheckBits ?? 0;
        int codeWords = plan.Code is { } code ? accessBits / code.DataBits : 0;
        read = new ulong[accessBits / 64];
        difference = new ulong[accessBits / 64];
        storedCheck = new uint[codeWords];
        readCheck = new uint[codeWords];
        Writes = plan.Rewrites ? new WriteFlips(plan, this) : null;
    }

    /// <summary>The plan.</summary>
    public FaultPlan Plan => plan;

    /// <summary>Flips of writes, where cells are written again and again; else null.</summary>
    public WriteFlips? Writes { get; }

    /// <summary>True where a column access may be read otherwise than it was stored, write after write.</summary>
    public bool Hits(RowAddress address, int column)
    {
        RowFaults row = Row(address);
        return row.IsDead || !row.Of(column).IsEmpty;
    }

    /// <summary>Changes what is stored in a column access into what is read.</summary>
    /// <param name="address">Row.</param>
    /// <param name="column">Column access.</param>
    /// <param name="byUnit">True for units, which may see uncorrected data; false for the bus.</param>
    /// <param name="flips">Bits of the latched copy that this access inverts; check bits follow the data bits.</param>
    /// <param name="words">What is stored, then what is read.</param>
    /// <param name="corrections">Counts what the code did, or null.</param>
    /// <returns>False where nothing can be wrong.</returns>
    public bool Apply(RowAddress address, int column, bool byUnit, ReadOnlySpan<int> flips, Span<ulong> words, CorrectionCounts? corrections = null) =>
        Apply(Row(address), address, column, byUnit, flips, words, corrections);

    /// <summary>The same with the row's faults at hand.</summary>
    internal bool Apply(
        RowFaults row, RowAddress address, int column, bool byUnit, ReadOnlySpan<int> flips, Span<ulong> words, CorrectionCounts? corrections = null)
    {
        ReadOnlySpan<CellFault> faults = row.Of(column);
        ReadOnlySpan<int> written = Writes is null ? [] : Writes.Of(address, column);
        if (faults.IsEmpty && !row.IsDead && flips.IsEmpty && written.IsEmpty)
        {
            return false;
        }

        words[..read.Length].CopyTo(read);
        Encode(words);
        foreach (int bit in written)
        {
            Set(bit, !Get(bit));
        }

        int next = 0;
        for (; next < faults.Length && faults[next].Mechanism < FaultMechanism.DeadRow; next++)
        {
            Set(faults[next].Bit, faults[next].Read(Get(faults[next].Bit)));
        }

        if (row.IsDead)
        {
            ReadPattern(address, column, row.Block);
        }

        foreach (int bit in flips)
        {
            Set(bit, !Get(bit));
        }

        if (plan.Code is not null && (!byUnit || plan.Model.Faults.EccSeesPim))
        {
            Correct(words, plan.Kinds.Held(address, column), corrections);
        }

        foreach (CellFault wrong in faults[next..])
        {
            // Bit errors invert data bits; check bits have none.
            read[wrong.Bit >> 6] ^= 1UL << (wrong.Bit & 63);
        }

        read.CopyTo(words);
        return true;
    }

    /// <summary>Changes what is written to a column access into what units read then.</summary>
    /// <param name="address">Row.</param>
    /// <param name="column">Column access.</param>
    /// <param name="ordinal">Writes of it before, in this step; null for one without flips.</param>
    /// <param name="words">What is written, then what is read.</param>
    /// <returns>False where nothing can be wrong.</returns>
    public bool ApplyWrite(RowAddress address, int column, int? ordinal, Span<ulong> words)
    {
        Writes!.Wrote(address, column, ordinal);
        return Apply(address, column, byUnit: true, [], words);
    }

    /// <summary>True where a row is dead and no spare row stands for it; <paramref name="repaired"/> where one does.</summary>
    public bool IsDead(RowAddress address, out bool repaired)
    {
        RepairMap bank = Repairs(address.Bank);
        repaired = bank.WasDead(address.Row) && !bank.IsDead(address.Row);
        return bank.IsDead(address.Row);
    }

    internal RowFaults Row(RowAddress address)
    {
        if (!rows.TryGetValue(address, out RowFaults? found))
        {
            rows[address] = found = Draw(address);
        }

        return found;
    }

    private RepairMap Repairs(int bank)
    {
        if (!repairs.TryGetValue(bank, out RepairMap? map))
        {
            repairs[bank] = map = new RepairMap(plan, domain, bank);
        }

        return map;
    }

    private RowFaults Draw(RowAddress address)
    {
        RepairMap bank = Repairs(address.Bank);
        var physical = new RowAddress(address.Bank, bank.Physical(address.Row));
        ulong block = FaultPlan.Block(domain, physical);
        int kinds = plan.Kinds.Mask(address);
        cells.Clear();
        for (int k = 0; k < 4; k++)
        {
            var kind = (TensorKind)k;
            if ((kinds & (1 << k)) == 0)
            {
                continue;
            }

            if (!plan.Rewrites)
            {
                Draw(address, block, kind, FaultMechanism.Write, plan.Hazard(kind, FaultMechanism.Write));
            }

            foreach (FaultMechanism mechanism in (ReadOnlySpan<FaultMechanism>)[FaultMechanism.Retention, FaultMechanism.StuckAtZero, FaultMechanism.StuckAtOne])
            {
                Draw(address, block, kind, mechanism, plan.Hazard(kind, mechanism));
            }

            if (plan.Model.Faults.Of(kind).Exposed)
            {
                Draw(address, block, kind, FaultMechanism.Disturb, Disturbance(bank, physical.Row));
                Lines(address, kind);
            }

            DrawBits(address, block, kind, FaultMechanism.BitError, plan.Hazard(kind, FaultMechanism.BitError), 0, accessBits);
        }

        // What one mechanism draws is in order. A stable order of equals is not needed: a cell occurs once for each mechanism.
        if (!IsOrdered())
        {
            cells.Sort(Compare);
        }

        return new RowFaults(block, bank.IsDead(address.Row), [.. cells]);
    }

    private static int Compare(CellFault a, CellFault b) =>
        a.Column != b.Column ? a.Column - b.Column : a.Mechanism != b.Mechanism ? a.Mechanism - b.Mechanism : a.Bit - b.Bit;

    private bool IsOrdered()
    {
        for (int i = 1; i < cells.Count; i++)
        {
            if (Compare(cells[i - 1], cells[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private void Draw(RowAddress address, ulong block, TensorKind kind, FaultMechanism mechanism, double hazard)
    {
        if (hazard > 0)
        {
            DrawBits(address, block, kind, mechanism, hazard, 0, accessBits);
            DrawBits(address, block, kind, mechanism, hazard, accessBits, plan.CheckBitsPerAccess);
        }
    }

    /// <summary>Data bits and check bits are blocks of their own, so that correction does not move faults.</summary>
    private void DrawBits(RowAddress address, ulong block, TensorKind kind, FaultMechanism mechanism, double hazard, int firstBit, int bits)
    {
        if (bits == 0 || hazard <= 0)
        {
            return;
        }

        ReadOnlySpan<byte> places = plan.Kinds.Places(address);
        positions.Clear();
        byte stream = (byte)((firstBit == 0 ? 0 : 0x80) | (int)kind);
        SparseDraws.Draw(plan.Key(mechanism), block, stream, (long)bits * plan.Model.Organization.ColumnAccesses, hazard, positions);
        foreach (long position in positions)
        {
            (int column, int bit) = Math.DivRem((int)position, bits);
            if (plan.Kinds.Holds(places, column, Chip(firstBit + bit), kind) && HoldsBit(plan.Kinds.Held(address, column), firstBit + bit))
            {
                bool value = mechanism == FaultMechanism.StuckAtOne
                    || (mechanism == FaultMechanism.Retention && plan.Coin(mechanism, block, position | ((long)firstBit << 40)));
                cells.Add(new CellFault(column, firstBit + bit, mechanism, value, kind));
            }
        }
    }

    private void Lines(RowAddress address, TensorKind kind)
    {
        if (plan.DeadColumnHazard <= 0)
        {
            return;
        }

        int perAccess = accessBits + plan.CheckBitsPerAccess;
        ulong block = FaultPlan.Block(domain, new RowAddress(address.Bank, 0));
        if (!deadLines.TryGetValue(address.Bank, out List<long>? lines))
        {
            deadLines[address.Bank] = lines = [];
            SparseDraws.Draw(plan.Key(FaultMechanism.DeadColumn), block, 0, (long)perAccess * plan.Model.Organization.ColumnAccesses, plan.DeadColumnHazard, lines);
        }

        foreach (long line in lines)
        {
            (long column, long bit) = Math.DivRem(line, perAccess);
            if (Holds(address, (int)column, (int)bit, kind))
            {
                cells.Add(new CellFault((int)column, (int)bit, FaultMechanism.DeadColumn, plan.Coin(FaultMechanism.DeadColumn, block, line), kind));
            }
        }
    }

    private double Disturbance(RepairMap bank, int physical)
    {
        if (plan.Model.Faults.Disturb is not { } disturb)
        {
            return 0;
        }

        double activates = 0;
        foreach (int neighbour in (ReadOnlySpan<int>)[physical - 1, physical + 1])
        {
            int row = bank.Logical(neighbour);
            activates += row < 0 ? 0 : plan.Activations(row);
        }

        return Math.Max(0, activates - disturb.Threshold) * disturb.FlipsPerActivation;
    }

    /// <summary>True where a bit of a column access holds something of a kind; a check bit does where its code word does everywhere.</summary>
    internal bool Holds(RowAddress address, int column, int bit, TensorKind kind) =>
        plan.Kinds.Find(address, column, Chip(bit)) == kind && HoldsBit(plan.Kinds.Held(address, column), bit);

    private bool HoldsBit(ReadOnlySpan<ulong> held, int bit) =>
        held.IsEmpty || (bit < accessBits ? ((held[bit / 64] >> (bit % 64)) & 1) != 0 : HoldsWord(held, (bit - accessBits) / checkBits));

    private bool HoldsWord(ReadOnlySpan<ulong> held, int codeWord)
    {
        int perWord = read.Length / storedCheck.Length;
        return held.IsEmpty || held.Slice(codeWord * perWord, perWord).IndexOfAnyExcept(ulong.MaxValue) < 0;
    }

    private int Chip(int bit) => bit < accessBits ? bit / chipBits : (bit - accessBits) / (plan.CheckBitsPerAccess / plan.Model.Organization.Chips);

    private void ReadPattern(RowAddress address, int column, ulong block)
    {
        int perChip = chipBits / 64;
        ReadOnlySpan<ulong> held = plan.Kinds.Held(address, column);
        for (int chip = 0; chip < plan.Model.Organization.Chips; chip++)
        {
            if (plan.Kinds.Find(address, column, chip) is not { } kind || !plan.Model.Faults.Of(kind).Exposed)
            {
                continue;
            }

            for (int w = chip * perChip; w < (chip + 1) * perChip; w++)
            {
                ulong mask = held.IsEmpty ? ulong.MaxValue : held[w];
                read[w] = (plan.Pattern(block, (column * read.Length) + w) & mask) | (read[w] & ~mask);
            }

            int codeWords = readCheck.Length / plan.Model.Organization.Chips;
            for (int c = chip * codeWords; c < (chip + 1) * codeWords; c++)
            {
                readCheck[c] = HoldsWord(held, c) ? (uint)plan.Pattern(block, (1 << 30) + (column * readCheck.Length) + c) & ((1u << checkBits) - 1) : readCheck[c];
            }
        }
    }

    private void Encode(ReadOnlySpan<ulong> words)
    {
        int perWord = storedCheck.Length == 0 ? 0 : read.Length / storedCheck.Length;
        for (int c = 0; c < storedCheck.Length; c++)
        {
            storedCheck[c] = plan.Code!.Check(words.Slice(c * perWord, perWord));
        }

        storedCheck.CopyTo(readCheck, 0);
    }

    private void Correct(ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> held, CorrectionCounts? counts)
    {
        int perWord = read.Length / storedCheck.Length;
        for (int w = 0; w < read.Length; w++)
        {
            difference[w] = read[w] ^ words[w];
        }

        for (int c = 0; c < storedCheck.Length; c++)
        {
            ReadOnlySpan<ulong> wrong = difference.AsSpan(c * perWord, perWord);
            uint wrongCheck = readCheck[c] ^ storedCheck[c];
            if (wrongCheck == 0 && wrong.IndexOfAnyExcept(0UL) < 0)
            {
                continue;
            }

            bool decoded = plan.Code!.Decode(plan.Code.Check(wrong) ^ wrongCheck, out int bit);
            counts?.Add(wrong, wrongCheck, decoded, bit);
            if (bit >= 0 && bit < plan.Code.DataBits)
            {
                int w = (c * perWord) + (bit / 64);
                read[w] ^= (1UL << (bit % 64)) & (held.IsEmpty ? ulong.MaxValue : held[w]);
            }
        }
    }

    private bool Get(int bit) => bit < accessBits
        ? ((read[bit / 64] >> (bit % 64)) & 1) != 0
        : ((readCheck[(bit - accessBits) / checkBits] >> ((bit - accessBits) % checkBits)) & 1) != 0;

    private void Set(int bit, bool value)
    {
        if (bit < accessBits)
        {
            ulong mask = 1UL << (bit % 64);
            read[bit / 64] = value ? read[bit / 64] | mask : read[bit / 64] & ~mask;
            return;
        }

        ref uint check = ref readCheck[(bit - accessBits) / checkBits];
        uint checkMask = 1u << ((bit - accessBits) % checkBits);
        check = value ? check | checkMask : check & ~checkMask;
    }
}
