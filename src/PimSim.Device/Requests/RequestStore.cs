using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>
/// The requests that wait in one pseudo-channel: a list in order of arrival for each direction and bank. Nothing is
/// allocated once it stands.
/// </summary>
internal sealed class RequestStore
{
    /// <summary>Index of no request.</summary>
    public const int None = -1;

    private const int Buckets = 1024;

    /// <summary>Direction of reads.</summary>
    public const int Reads = 0;

    /// <summary>Direction of writes.</summary>
    public const int Writes = 1;

    private readonly int banks;
    private readonly RequestEntry[] entries;
    private readonly int[] free;
    private int freeCount;
    private long arrivals;

    // Requests that wait for another one.
    private int parked;

    // How many waiting requests have a bank and row that fall into a bucket: where none does, no list need be searched.
    private readonly int[] buckets = new int[Buckets];

    // First and last request by direction and bank.
    private readonly (int First, int Last)[] inBank;

    // Banks with waiting requests, by direction, without order; and where a bank stands there.
    private readonly int[][] activeBanks;
    private readonly int[] activeCount = [0, 0];
    private readonly int[] activeAt;

    public RequestStore(int banks, int entries)
    {
        this.banks = banks;
        this.entries = new RequestEntry[entries];
        free = new int[entries];
        inBank = new (int First, int Last)[2 * banks];
        Array.Fill(inBank, (None, None));
        activeBanks = [new int[banks], new int[banks]];
        activeAt = new int[2 * banks];
        for (int i = entries - 1; i >= 0; i--)
        {
            free[freeCount++] = i;
        }
    }

    /// <summary>A request.</summary>
    public ref RequestEntry this[int request] => ref entries[request];

    /// <summary>A new request, the youngest, in no list yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(int direction, int bank, int row, int column, long cycle)
    {
        int r = free[--freeCount];
        ref RequestEntry e = ref entries[r];
        e.Direction = direction;
        e.Bank = bank;
        e.Row = row;
        e.Column = column;
        e.Entered = cycle;
        e.Order = arrivals++;
        e.Origin = RequestOrigin.Hit;
        e.Successor = None;
        return r;
    }

    /// <summary>Lets a request wait for another one instead of a turn of its own.</summary>
    public void Park(int request, int after)
    {
        entries[after].Successor = request;
        parked++;
    }

    /// <summary>A parked request waits no longer.</summary>
    public void Unpark() => parked--;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Release(int request) => free[freeCount++] = request;

    /// <summary>True when a request of the direction waits for its turn, and not for another one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasAny(int direction) => activeCount[direction] > 0;

    /// <summary>True when one bank has all requests of the direction that wait for their turn, of which there are some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool AreInOneBank(int direction) => activeCount[direction] == 1;

    /// <summary>Oldest waiting request of both directions; a look at every bank that has one.</summary>
    public int Oldest()
    {
        int oldest = None;
        for (int d = Reads; d <= Writes; d++)
        {
            foreach (int bank in ActiveBanks(d))
            {
                int r = OldestIn(d, bank);
                oldest = oldest == None || entries[r].Order < entries[oldest].Order ? r : oldest;
            }
        }

        return oldest;
    }

    /// <summary>Oldest waiting request of a bank in a direction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OldestIn(int direction, int bank) => inBank[(direction * banks) + bank].First;

    /// <summary>Banks with waiting requests, in no particular order.</summary>
    public ReadOnlySpan<int> ActiveBanks(int direction) => activeBanks[direction].AsSpan(0, activeCount[direction]);

    /// <summary>Appends a request to its lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int request)
    {
        ref RequestEntry e = ref entries[request];
        buckets[Bucket(e.Bank, e.Row)]++;
        int list = (e.Direction * banks) + e.Bank;
        ref (int First, int Last) bank = ref inBank[list];
        e.NextInBank = None;
        e.PreviousInBank = bank.Last;
        if (bank.Last == None)
        {
            bank.First = request;
            activeAt[list] = activeCount[e.Direction];
            activeBanks[e.Direction][activeCount[e.Direction]++] = e.Bank;
        }
        else
        {
            entries[bank.Last].NextInBank = request;
        }

        bank.Last = request;
    }

    /// <summary>Takes a request out of its lists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int request)
    {
        ref readonly RequestEntry e = ref entries[request];
        buckets[Bucket(e.Bank, e.Row)]--;
        int list = (e.Direction * banks) + e.Bank;
        ref (int First, int Last) bank = ref inBank[list];
        if (e.PreviousInBank == None)
        {
            bank.First = e.NextInBank;
        }
        else
        {
            entries[e.PreviousInBank].NextInBank = e.NextInBank;
        }

        if (e.NextInBank == None)
        {
            bank.Last = e.PreviousInBank;
        }
        else
        {
            entries[e.NextInBank].PreviousInBank = e.PreviousInBank;
        }

        if (bank.First == None)
        {
            int d = e.Direction;
            int last = activeBanks[d][--activeCount[d]];
            activeBanks[d][activeAt[list]] = last;
            activeAt[(d * banks) + last] = activeAt[list];
        }
    }

    /// <summary>Whether more than <paramref name="known"/> waiting requests may want a row of a bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MayWant(int bank, int row, int known) => buckets[Bucket(bank, row)] > known;

    /// <summary>The oldest request from <paramref name="from"/> on in its bank's list that wants <paramref name="row"/>.</summary>
    public int FindRow(int from, int row)
    {
        int r = from;
        while (r != None && entries[r].Row != row)
        {
            r = entries[r].NextInBank;
        }

        return r;
    }

    /// <summary>The youngest waiting request of a burst that a new one of <paramref name="direction"/> could collide with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Predecessor(int direction, int bank, int row, int column)
    {
        if (!MayWant(bank, row, 0))
        {
            return None;
        }

        int other = FindBurst(1 - direction, bank, row, column);
        if (parked == 0)
        {
            return other;
        }

        int same = FindBurst(direction, bank, row, column);
        return other == None || (same != None && entries[same].Order > entries[other].Order) ? same : other;
    }

    /// <summary>The last of those that wait for a request, and for each other; the request itself where none does.</summary>
    public int Tail(int request)
    {
        int r = request;
        while (entries[r].Successor != None)
        {
            r = entries[r].Successor;
        }

        return r;
    }

    /// <summary>The youngest waiting request of a burst in a direction.</summary>
    private int FindBurst(int direction, int bank, int row, int column)
    {
        int r = inBank[(direction * banks) + bank].Last;
        while (r != None && (entries[r].Row != row || entries[r].Column != column))
        {
            r = entries[r].PreviousInBank;
        }

        return r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bucket(int bank, int row) => (int)(((uint)((row * 64) + bank) * 2_654_435_769u) >> 22);
}
