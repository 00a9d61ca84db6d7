using System.Numerics;

namespace PimSim.Device;

/// <summary>
/// What each bank would do next for the requests of one direction, and since when its own rows allow it: worked out when
/// something happens in the bank, so that a choice is a few loads and no branch a bank. Banks are listed by command, so
/// that a command that everything above the banks holds back is not looked at.
/// </summary>
internal sealed class BankCandidates
{
    /// <summary>Low bits of a key that hold the bank, so that the least key names it.</summary>
    public const int BankBits = 10;

    /// <summary>Bits above these hold the class of a key.</summary>
    public const int ClassShift = 59;

    /// <summary>Later than any cycle.</summary>
    public const long Never = long.MaxValue >> 1;

    private static readonly int Commands = Enum.GetValues<RequestCommand>().Length;

    private readonly Candidate[] candidates;

    // Banks by command: lists side by side, their lengths, and where a bank stands in its list.
    private readonly int[] lists;
    private readonly int[] lengths = new int[Commands];
    private readonly int[] positions;

    // Bit mask of commands whose list is not empty.
    private int present;

    // A choice's cycles, by position in a list.
    private readonly long[] cycles;

    public BankCandidates(int banks)
    {
        candidates = new Candidate[banks];
        lists = new int[Commands * banks];
        positions = new int[banks];
        cycles = new long[banks];
        foreach (ref Candidate c in candidates.AsSpan())
        {
            c.Request = RequestStore.None;
        }
    }

    /// <summary>For which request a bank's command is, or <see cref="RequestStore.None"/> where it has none.</summary>
    public int Request(int bank) => candidates[bank].Request;

    /// <summary>A bank's command.</summary>
    public RequestCommand Command(int bank) => candidates[bank].Command;

    /// <summary>Class, age and bank of a bank's command.</summary>
    public long Key(int bank) => candidates[bank].Key;

    public void Set(int bank, RequestCommand command, int request, long key, long bankFree, int groupSlot)
    {
        ref Candidate c = ref candidates[bank];
        if (c.Request == RequestStore.None)
        {
            Insert(bank, command);
        }
        else if (c.Command != command)
        {
            Remove(bank, c.Command);
            Insert(bank, command);
        }

        c.Command = command;
        c.Request = request;
        c.Key = key;
        c.BankFree = bankFree;
        c.GroupSlot = groupSlot;
    }

    /// <summary>A bank has nothing to do, or must wait for something else to happen first.</summary>
    public void SetNone(int bank)
    {
        ref Candidate c = ref candidates[bank];
        if (c.Request != RequestStore.None)
        {
            Remove(bank, c.Command);
            c.Request = RequestStore.None;
        }
    }

    /// <summary>
    /// The earliest cycle of all banks, and of those that are ready then the least key; <see cref="Never"/> where no bank
    /// has a command.
    /// </summary>
    /// <param name="slots">Of the channel's timing.</param>
    /// <param name="clock">Gives what holds a command back above the bank groups, by rank.</param>
    /// <param name="now">No earlier.</param>
    public (long Cycle, long Key) Earliest(ReadOnlySpan<long> slots, RequestClock clock, long now)
    {
        long earliest = Never;
        long least = long.MaxValue;
        for (int rest = present; rest != 0; rest &= rest - 1)
        {
            int command = BitOperations.TrailingZeroCount(rest);
            int length = lengths[command];
            ReadOnlySpan<long> above = clock.Above((RequestCommand)command, now, out long soonest);
            if (soonest > earliest)
            {
                continue;
            }

            (long t, long key) = Earliest(lists.AsSpan(command * candidates.Length, length), slots, clock, above);
            if (t < earliest || (t == earliest && key < least))
            {
                (earliest, least) = (t, key);
            }
        }

        return (earliest, least);
    }

    private (long Cycle, long Key) Earliest(ReadOnlySpan<int> banks, ReadOnlySpan<long> slots, RequestClock clock, ReadOnlySpan<long> above)
    {
        if (banks.Length == 1)
        {
            ref readonly Candidate one = ref candidates[banks[0]];
            return (Math.Max(Math.Max(one.BankFree, slots[one.GroupSlot]), above[clock.RankOf(banks[0])]), one.Key);
        }

        // No branch depends on data here: mispredicted ones cost more than everything else.
        long earliest = Never;
        for (int i = 0; i < banks.Length; i++)
        {
            ref readonly Candidate c = ref candidates[banks[i]];
            long t = Larger(Larger(c.BankFree, slots[c.GroupSlot]), above[clock.RankOf(banks[i])]);
            cycles[i] = t;
            earliest = Smaller(earliest, t);
        }

        long least = long.MaxValue;
        for (int i = 0; i < banks.Length; i++)
        {
            long ready = (cycles[i] - earliest - 1) >> 63;
            least = Smaller(least, (candidates[banks[i]].Key & ready) | (long.MaxValue & ~ready));
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

    private void Insert(int bank, RequestCommand command)
    {
        int at = lengths[(int)command]++;
        present |= 1 << (int)command;
        lists[((int)command * candidates.Length) + at] = bank;
        positions[bank] = at;
    }

    private void Remove(int bank, RequestCommand command)
    {
        int first = (int)command * candidates.Length;
        int last = lists[first + --lengths[(int)command]];
        lists[first + positions[bank]] = last;
        positions[last] = positions[bank];
        present &= ~(lengths[(int)command] == 0 ? 1 << (int)command : 0);
    }

    private struct Candidate
    {
        public long BankFree;
        public long Key;
        public int Request;
        public int GroupSlot;
        public RequestCommand Command;
    }
}
