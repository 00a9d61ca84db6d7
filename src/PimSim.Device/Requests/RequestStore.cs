namespace PimSim.Device;

/// <summary>
/// The requests that wait in one pseudo-channel, in arrays: a list in order of arrival for each direction, and one for
/// each direction and bank. Nothing is allocated once it stands.
/// </summary>
internal sealed class RequestStore
{
    /// <summary>Index of no request.</summary>
    public const int None = -1;

    /// <summary>Direction of reads.</summary>
    public const int Reads = 0;

    /// <summary>Direction of writes.</summary>
    public const int Writes = 1;

    private readonly int banks;
    private readonly int[] free;
    private int freeCount;

    // Lists through requests: in order of arrival in a direction, and in a direction's bank.
    private readonly int[] nextInOrder;
    private readonly int[] previousInOrder;
    private readonly int[] nextInBank;
    private readonly int[] previousInBank;
    private readonly int[] firstInOrder = [None, None];
    private readonly int[] lastInOrder = [None, None];
    private readonly int[] firstInBank;
    private readonly int[] lastInBank;

    // Banks with waiting requests, by direction, without order; and where a bank stands there.
    private readonly int[][] activeBanks;
    private readonly int[] activeCount = [0, 0];
    private readonly int[] activeAt;

    public RequestStore(int banks, int entries)
    {
        this.banks = banks;
        Row = new int[entries];
        Column = new int[entries];
        Bank = new int[entries];
        Entered = new long[entries];
        Order = new long[entries];
        Origin = new RequestOrigin[entries];
        Successor = new int[entries];
        Direction = new byte[entries];
        free = new int[entries];
        nextInOrder = new int[entries];
        previousInOrder = new int[entries];
        nextInBank = new int[entries];
        previousInBank = new int[entries];
        firstInBank = Filled(2 * banks);
        lastInBank = Filled(2 * banks);
        activeBanks = [new int[banks], new int[banks]];
        activeAt = new int[2 * banks];
        for (int i = entries - 1; i >= 0; i--)
        {
            free[freeCount++] = i;
        }
    }

    /// <summary>By request: row.</summary>
    public int[] Row { get; }

    /// <summary>By request: column access.</summary>
    public int[] Column { get; }

    /// <summary>By request: bank in the pseudo-channel, rank * banks + bank.</summary>
    public int[] Bank { get; }

    /// <summary>By request: cycle at which it entered.</summary>
    public long[] Entered { get; }

    /// <summary>By request: its number in order of arrival, over both directions.</summary>
    public long[] Order { get; }

    /// <summary>By request: what had to be done for its row.</summary>
    public RequestOrigin[] Origin { get; }

    /// <summary>By request: a later one of the same burst that must not pass it, or <see cref="None"/>.</summary>
    public int[] Successor { get; }

    /// <summary>By request: <see cref="Reads"/> or <see cref="Writes"/>.</summary>
    public byte[] Direction { get; }

    /// <summary>Takes a free index; the caller fills the arrays.</summary>
    public int Take()
    {
        int r = free[--freeCount];
        Origin[r] = RequestOrigin.Hit;
        Successor[r] = None;
        return r;
    }

    public void Release(int request) => free[freeCount++] = request;

    /// <summary>Oldest waiting request of a direction.</summary>
    public int Oldest(int direction) => firstInOrder[direction];

    /// <summary>Oldest waiting request of a bank in a direction.</summary>
    public int OldestIn(int direction, int bank) => firstInBank[(direction * banks) + bank];

    /// <summary>The next younger one in the same bank and direction.</summary>
    public int NextInBank(int request) => nextInBank[request];

    /// <summary>Banks with waiting requests, in no particular order.</summary>
    public ReadOnlySpan<int> ActiveBanks(int direction) => activeBanks[direction].AsSpan(0, activeCount[direction]);

    /// <summary>Appends a request to its lists.</summary>
    public void Append(int request)
    {
        int d = Direction[request];
        int list = (d * banks) + Bank[request];
        Link(request, nextInOrder, previousInOrder, ref firstInOrder[d], ref lastInOrder[d]);
        if (firstInBank[list] == None)
        {
            activeAt[list] = activeCount[d];
            activeBanks[d][activeCount[d]++] = Bank[request];
        }

        Link(request, nextInBank, previousInBank, ref firstInBank[list], ref lastInBank[list]);
    }

    /// <summary>Takes a request out of its lists.</summary>
    public void Remove(int request)
    {
        int d = Direction[request];
        int list = (d * banks) + Bank[request];
        Unlink(request, nextInOrder, previousInOrder, ref firstInOrder[d], ref lastInOrder[d]);
        Unlink(request, nextInBank, previousInBank, ref firstInBank[list], ref lastInBank[list]);
        if (firstInBank[list] == None)
        {
            int last = activeBanks[d][--activeCount[d]];
            activeBanks[d][activeAt[list]] = last;
            activeAt[(d * banks) + last] = activeAt[list];
        }
    }

    /// <summary>The oldest request from <paramref name="from"/> on in its bank's list that wants <paramref name="row"/>.</summary>
    public int FindRow(int from, int row)
    {
        int r = from;
        while (r != None && Row[r] != row)
        {
            r = nextInBank[r];
        }

        return r;
    }

    /// <summary>The youngest waiting request of a burst in a direction.</summary>
    public int FindBurst(int direction, int bank, int row, int column)
    {
        int r = lastInBank[(direction * banks) + bank];
        while (r != None && (Row[r] != row || Column[r] != column))
        {
            r = previousInBank[r];
        }

        return r;
    }

    private static void Link(int request, int[] next, int[] previous, ref int first, ref int last)
    {
        next[request] = None;
        previous[request] = last;
        if (last == None)
        {
            first = request;
        }
        else
        {
            next[last] = request;
        }

        last = request;
    }

    private static void Unlink(int request, int[] next, int[] previous, ref int first, ref int last)
    {
        int n = next[request];
        int p = previous[request];
        if (p == None)
        {
            first = n;
        }
        else
        {
            next[p] = n;
        }

        if (n == None)
        {
            last = p;
        }
        else
        {
            previous[n] = p;
        }
    }

    private static int[] Filled(int length)
    {
        int[] a = new int[length];
        Array.Fill(a, None);
        return a;
    }
}
