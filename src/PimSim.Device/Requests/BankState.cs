using System.Runtime.InteropServices;

namespace PimSim.Device;

/// <summary>A bank as its request scheduler sees it, and what is counted of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BankState
{
    public const int Closed = -1;

    /// <summary>The open row, or <see cref="Closed"/>.</summary>
    public int OpenRow;

    /// <summary>The request that the row was opened for, until it is served.</summary>
    public int Owed;

    /// <summary>The oldest waiting read of the open row.</summary>
    public int ReadHit;

    /// <summary>The oldest waiting write of the open row.</summary>
    public int WriteHit;

    /// <summary>Accesses to the open row that passed an older request to another row.</summary>
    public int Passed;

    /// <summary>Accesses since the row was opened.</summary>
    public int Accesses;

    /// <summary>Cycle of the last access, or of the activate.</summary>
    public long LastAccess;

    /// <summary>Adaptive policy: idle cycles after which the row is closed.</summary>
    public int IdleLimit;

    /// <summary>Adaptive policy: the row that was closed because it was idle.</summary>
    public int ClosedRow;

    private long openSince;
    private long openCycles;
    private long activates;
    private long reads;
    private long writes;

    public readonly bool IsOpen => OpenRow != Closed;

    public static BankState Fresh(int idleLimit) => new()
    {
        OpenRow = Closed,
        Owed = RequestStore.None,
        ReadHit = RequestStore.None,
        WriteHit = RequestStore.None,
        ClosedRow = Closed,
        IdleLimit = idleLimit,
    };

    public readonly int Hit(int direction) => direction == RequestStore.Reads ? ReadHit : WriteHit;

    public void SetHit(int direction, int request)
    {
        if (direction == RequestStore.Reads)
        {
            ReadHit = request;
        }
        else
        {
            WriteHit = request;
        }
    }

    public void Open(int row, int request, long cycle)
    {
        OpenRow = row;
        Owed = request;
        Passed = 0;
        Accesses = 0;
        LastAccess = cycle;
        openSince = cycle;
        activates++;
    }

    public void Close(long cycle)
    {
        OpenRow = Closed;
        Owed = RequestStore.None;
        ReadHit = RequestStore.None;
        WriteHit = RequestStore.None;
        openCycles += cycle - openSince;
    }

    public void Access(int direction, long cycle)
    {
        Accesses++;
        LastAccess = cycle;
        if (direction == RequestStore.Reads)
        {
            reads++;
        }
        else
        {
            writes++;
        }
    }

    /// <summary>What was counted until <paramref name="end"/>.</summary>
    public readonly BankCounters Counters(long end) => new(activates, reads, writes, openCycles + (IsOpen ? end - openSince : 0));
}
