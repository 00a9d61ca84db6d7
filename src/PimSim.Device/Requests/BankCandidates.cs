namespace PimSim.Device;

/// <summary>
/// What each bank would do next for the requests of one direction, and since when its own rows allow it: worked out when
/// something happens in the bank, so that a choice is a few loads and no branch a bank.
/// </summary>
internal sealed class BankCandidates(int banks)
{
    /// <summary>Low bits of a key that hold the bank, so that the least key names it.</summary>
    public const int BankBits = 10;

    /// <summary>Bits above these hold the class of a key.</summary>
    public const int ClassShift = 59;

    /// <summary>By bank: cycle by the rules that are counted in the bank.</summary>
    public long[] BankFree { get; } = new long[banks];

    /// <summary>By bank: class, age and bank.</summary>
    public long[] Key { get; } = new long[banks];

    /// <summary>By bank: for which request, or <see cref="RequestStore.None"/>.</summary>
    public int[] Request { get; } = Enumerable.Repeat(RequestStore.None, banks).ToArray();

    /// <summary>By bank: which of the scheduler's commands.</summary>
    public RequestCommand[] Command { get; } = new RequestCommand[banks];

    /// <summary>By bank: slot of the rules that are counted in its bank group.</summary>
    public int[] GroupSlot { get; } = new int[banks];

    /// <summary>By bank: where <see cref="RequestClock.Above"/> has the cycle by all other rules.</summary>
    public int[] Above { get; } = new int[banks];

    // A choice's cycles, by position in the list of active banks.
    private readonly long[] cycles = new long[banks];

    /// <summary>
    /// The earliest cycle of all <paramref name="active"/> banks, and of those that are ready then the least key; MaxValue
    /// where no bank has a candidate.
    /// </summary>
    public (long Cycle, long Key) Earliest(ReadOnlySpan<int> active, ReadOnlySpan<long> slots, ReadOnlySpan<long> above)
    {
        // No branch depends on data here: mispredicted ones cost more than everything else.
        long earliest = long.MaxValue >> 1;
        for (int i = 0; i < active.Length; i++)
        {
            int bank = active[i];
            long t = Larger(Larger(BankFree[bank], slots[GroupSlot[bank]]), above[Above[bank]]);
            cycles[i] = t;
            earliest = Smaller(earliest, t);
        }

        long least = long.MaxValue;
        for (int i = 0; i < active.Length; i++)
        {
            long ready = (cycles[i] - earliest - 1) >> 63;
            least = Smaller(least, (Key[active[i]] & ready) | (long.MaxValue & ~ready));
        }

        return (earliest, least);
    }

    private static long Larger(long a, long b)
    {
        long d = a - b;
        return a - (d & (d >> 63));
    }

    private static long Smaller(long a, long b)
    {
        long d = a - b;
        return b + (d & (d >> 63));
    }
}
