using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// What the cells of one domain make of the numbers that are written to them: a unit that reads them next finds these. Who computes what the units do calls
/// <see cref="Written"/> as often as the device writes. Not for concurrent use.
/// </summary>
public sealed class TrainingDamage
{
    private readonly UnitGeometry g;
    private readonly TrainingCellMap map;
    private readonly CellFaults faults;
    private readonly Dictionary<TrainingColumn, int[]> hit = [];
    private readonly Dictionary<TrainingColumn, int> writes = [];
    private readonly ulong[] words;

    internal TrainingDamage(TrainingFaults all, CellFaults faults)
    {
        g = all.Placement.Geometry;
        map = all.Map;
        this.faults = faults;
        words = new ulong[g.LaneBits * g.Chips / 64];
    }

    /// <summary>Lanes of a unit, which hold their own copies of <see cref="TrainingTensor.Scalars"/>.</summary>
    public int Lanes => g.Lanes;

    /// <summary>Units of a domain.</summary>
    public int Units => g.Units;

    /// <summary>Writes are those of a step from now on.</summary>
    public void BeginStep(long number)
    {
        writes.Clear();
        faults.Writes!.BeginStep(number);
    }

    /// <summary>A column was written before the faults set in: only what is wrong time after time acts on it.</summary>
    public void Stored(TrainingColumn column, Span<float> values)
    {
        ColumnAccesses accesses = map.Of(column);
        foreach (int access in Hit(column, accesses))
        {
            Read(accesses, access, null, values);
        }
    }

    /// <summary>A column was written.</summary>
    /// <param name="column">Which.</param>
    /// <param name="values">What was written, then what is read; the order is told by <see cref="TrainingTensor"/>.</param>
    public void Written(TrainingColumn column, Span<float> values)
    {
        if (!faults.Writes!.IsActive)
        {
            Stored(column, values);
            return;
        }

        int ordinal = writes.GetValueOrDefault(column);
        writes[column] = ordinal + 1;
        ColumnAccesses accesses = map.Of(column);
        HashSet<int> all = [.. Hit(column, accesses)];
        foreach (RowAddress row in accesses.Rows)
        {
            foreach (int at in faults.Writes.Columns(row, ordinal))
            {
                if (accesses.Known.TryGetValue((row, at), out int access))
                {
                    all.Add(access);
                }
            }
        }

        foreach (int access in all)
        {
            Read(accesses, access, ordinal, values);
        }
    }

    /// <summary>Accesses with faults of their cells.</summary>
    private int[] Hit(TrainingColumn column, ColumnAccesses accesses)
    {
        if (!hit.TryGetValue(column, out int[]? found))
        {
            hit[column] = found = [.. Enumerable.Range(0, accesses.Places.Count).Where(a => faults.Hits(accesses.Places[a].Row, accesses.Places[a].Column))];
        }

        return found;
    }

    private void Read(ColumnAccesses accesses, int access, int? ordinal, Span<float> values)
    {
        (RowAddress row, int column) = accesses.Places[access];
        ReadOnlySpan<int> numbers = accesses.Numbers(access);
        words.AsSpan().Clear();
        for (int n = 0; n < numbers.Length; n++)
        {
            if (numbers[n] >= 0 && numbers[n] < values.Length)
            {
                words[n * accesses.Bits / 64] |= Encode(values[numbers[n]], accesses.Bits) << (n * accesses.Bits % 64);
            }
        }

        if (!faults.ApplyWrite(row, column, ordinal, words))
        {
            return;
        }

        for (int n = 0; n < numbers.Length; n++)
        {
            if (numbers[n] >= 0 && numbers[n] < values.Length)
            {
                values[numbers[n]] = Decode(words[n * accesses.Bits / 64] >> (n * accesses.Bits % 64), accesses.Bits);
            }
        }
    }

    private ulong Encode(float value, int bits) => bits == 1 ? (value < 0 ? 1UL : 0) : SimdArithmetic.Encode(value, g.Unit.SimdFormat);

    private float Decode(ulong word, int bits) => bits switch
    {
        1 => (word & 1) == 0 ? 1f : -1f,
        32 => SimdArithmetic.Decode((uint)word, g.Unit.SimdFormat),
        _ => SimdArithmetic.Decode((uint)word & 0xFFFF, g.Unit.SimdFormat),
    };
}
