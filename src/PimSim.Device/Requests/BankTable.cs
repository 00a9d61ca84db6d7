namespace PimSim.Device;

/// <summary>Rows of the banks of one pseudo-channel, as its request scheduler sees them, and what it counts of each.</summary>
internal sealed class BankTable
{
    public const int Closed = -1;

    private readonly long[] openSince;
    private readonly long[] openCycles;
    private readonly long[] activates;
    private readonly long[] reads;
    private readonly long[] writes;

    public BankTable(int banks, int idleCycles)
    {
        OpenRow = new int[banks];
        Owed = new int[banks];
        Hit = [new int[banks], new int[banks]];
        Passed = new int[banks];
        Accesses = new int[banks];
        LastAccess = new long[banks];
        IdleLimit = new int[banks];
        ClosedRow = new int[banks];
        openSince = new long[banks];
        openCycles = new long[banks];
        activates = new long[banks];
        reads = new long[banks];
        writes = new long[banks];
        Array.Fill(OpenRow, Closed);
        Array.Fill(ClosedRow, Closed);
        Array.Fill(Owed, RequestStore.None);
        Array.Fill(Hit[0], RequestStore.None);
        Array.Fill(Hit[1], RequestStore.None);
        Array.Fill(IdleLimit, idleCycles);
    }

    /// <summary>By bank: the open row, or <see cref="Closed"/>.</summary>
    public int[] OpenRow { get; }

    /// <summary>By bank: the request that the row was opened for, until it is served.</summary>
    public int[] Owed { get; }

    /// <summary>By direction and bank: the oldest waiting request of the open row.</summary>
    public int[][] Hit { get; }

    /// <summary>By bank: accesses to the open row that passed an older request to another row.</summary>
    public int[] Passed { get; }

    /// <summary>By bank: accesses since the row was opened.</summary>
    public int[] Accesses { get; }

    /// <summary>By bank: cycle of the last access, or of the activate.</summary>
    public long[] LastAccess { get; }

    /// <summary>By bank, adaptive policy: idle cycles after which the row is closed.</summary>
    public int[] IdleLimit { get; }

    /// <summary>By bank, adaptive policy: the row that was closed because it was idle.</summary>
    public int[] ClosedRow { get; }

    public void Open(int bank, int row, int request, long cycle)
    {
        OpenRow[bank] = row;
        Owed[bank] = request;
        Passed[bank] = 0;
        Accesses[bank] = 0;
        LastAccess[bank] = cycle;
        openSince[bank] = cycle;
        activates[bank]++;
    }

    public void Close(int bank, long cycle)
    {
        OpenRow[bank] = Closed;
        Owed[bank] = RequestStore.None;
        Hit[RequestStore.Reads][bank] = RequestStore.None;
        Hit[RequestStore.Writes][bank] = RequestStore.None;
        openCycles[bank] += cycle - openSince[bank];
    }

    public void Access(int bank, int direction, long cycle)
    {
        Accesses[bank]++;
        LastAccess[bank] = cycle;
        (direction == RequestStore.Reads ? reads : writes)[bank]++;
    }

    /// <summary>What was counted until <paramref name="end"/>.</summary>
    public BankCounters Counters(int bank, long end) =>
        new(activates[bank], reads[bank], writes[bank], openCycles[bank] + (OpenRow[bank] == Closed ? 0 : end - openSince[bank]));
}
