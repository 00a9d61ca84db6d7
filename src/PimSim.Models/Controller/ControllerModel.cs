namespace PimSim.Models;

/// <summary>The memory controller of a device: queues, order, page policy, refresh, power-down. Times in clock cycles.</summary>
public sealed record ControllerModel
{
    /// <summary>Order of requests.</summary>
    public SchedulerKind Scheduler { get; init; } = SchedulerKind.FrFcfs;

    /// <summary>
    /// FR-FCFS: accesses to the open row of a bank that may pass an older request to another row of that bank; then the
    /// row is closed. 0: no limit but <see cref="AgeLimitCycles"/>.
    /// </summary>
    public int RowHitCap { get; init; } = 128;

    /// <summary>FR-FCFS: the oldest request, once it has waited this long, goes before everything else.</summary>
    public int AgeLimitCycles { get; init; } = 20_000;

    /// <summary>When rows are closed.</summary>
    public PagePolicy PagePolicy { get; init; } = PagePolicy.Open;

    /// <summary>Capped policy: accesses to a row before it is closed.</summary>
    public int RowAccessCap { get; init; } = 4;

    /// <summary>Adaptive policy: cycles without access after which a bank closes its row, at the start.</summary>
    public int RowIdleCycles { get; init; } = 128;

    /// <summary>One queue or two.</summary>
    public QueueKind Queues { get; init; } = QueueKind.Separate;

    /// <summary>Reads that a pseudo-channel's queue holds; with <see cref="QueueKind.Shared"/>, requests.</summary>
    public int ReadQueueEntries { get; init; } = 32;

    /// <summary>Writes that a pseudo-channel's queue holds.</summary>
    public int WriteQueueEntries { get; init; } = 32;

    /// <summary>Writes that start a drain.</summary>
    public int DrainStart { get; init; } = 26;

    /// <summary>Writes at which a drain ends when reads wait.</summary>
    public int DrainStop { get; init; } = 8;

    /// <summary>True: a read of a burst that waits in the write queue is answered from there, one cycle after it came.</summary>
    public bool Forwarding { get; init; } = true;

    /// <summary>Where addresses lie; null where sizes are no powers of two, so that addresses cannot be cut into bits.</summary>
    public AddressMapping? Mapping { get; init; }

    /// <summary>How rows are refreshed.</summary>
    public RefreshPolicy Refresh { get; init; } = RefreshPolicy.AllBank;

    /// <summary>Refreshes that may be put off while requests wait; they are made up for when idle.</summary>
    public int PostponedRefreshes { get; init; }

    /// <summary>
    /// Programs: true when a refresh that is due holds up all other commands; false when commands go on that are legal before the
    /// rows can be closed, for at most one interval.
    /// </summary>
    public bool RefreshStalls { get; init; } = true;

    /// <summary>Cycle at which the first all-bank refresh is due; 0: after one interval.</summary>
    public int FirstRefreshCycle { get; init; }

    /// <summary>Average interval between per-bank refreshes of a rank in cycles; 0 where the standard has none.</summary>
    public int PerBankRefreshIntervalCycles { get; init; }

    /// <summary>What happens to idle ranks.</summary>
    public PowerDownPolicy PowerDown { get; init; } = PowerDownPolicy.None;

    /// <summary>Idle cycles before power-down.</summary>
    public int PowerDownIdleCycles { get; init; } = 200;

    /// <summary>Idle cycles before self-refresh.</summary>
    public int SelfRefreshIdleCycles { get; init; } = 20_000;

    /// <summary>When PIM programs let requests in.</summary>
    public PimYield Yield { get; init; } = PimYield.Layer;

    /// <summary>For <see cref="PimYield.Cycles"/>.</summary>
    public int PimYieldCycles { get; init; }

    /// <summary>Cycles after which a program that let requests in goes on, though some still wait.</summary>
    public int PimRequestWindowCycles { get; init; } = 4000;
}
