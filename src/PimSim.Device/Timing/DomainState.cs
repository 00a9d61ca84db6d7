using PimSim.Models;

namespace PimSim.Device;

/// <summary>Rows, mode, program position and refresh debt of one domain, as its controller sees them.</summary>
internal sealed class DomainState
{
    public const int Closed = -1;

    private readonly CommandSpec[] commands;
    private readonly int banksPerUnit;

    public DomainState(int index, int indexInChannel, DeviceModel model, PimProgram program)
    {
        Index = index;
        IndexInChannel = indexInChannel;
        Address = DomainAddress.FromIndex(model.Organization, index);
        commands = [.. model.Standard.Commands];
        OpenRow = new int[model.Organization.Banks];
        WantedRow = new int[model.Organization.Banks];
        Array.Fill(OpenRow, Closed);
        Array.Fill(WantedRow, Closed);
        banksPerUnit = model.Unit?.BanksPerUnit ?? 1;
        RefreshDue = model.RefreshIntervalCycles > 0 ? model.FirstRefreshCycle : long.MaxValue;
        Cursor = new ProgramCursor(program);
        Timing = new DomainTiming(program.Layers, commands.Length);
    }

    public int Index { get; }

    public int IndexInChannel { get; }

    public DomainAddress Address { get; }

    /// <summary>Row open in each bank, or <see cref="Closed"/>.</summary>
    public int[] OpenRow { get; }

    /// <summary>Row that the program believes to be open: refresh closes rows behind its back and they are reopened.</summary>
    public int[] WantedRow { get; }

    public int OpenBanks { get; set; }

    public bool AllBankMode { get; set; }

    public long RefreshDue { get; set; }

    /// <summary>Refreshes in a row that a command of the program was ready and waited for.</summary>
    public int RefreshesInARow { get; set; }

    public DomainTiming Timing { get; }

    /// <summary>End of the last data that the domain put on the bus.</summary>
    public long DataEnd { get; set; }

    /// <summary>No command of the program before this cycle.</summary>
    public long ReleasedAt { get; set; }

    /// <summary>True while plain requests have the domain: neither its program nor its refresh is the program's controller's business.</summary>
    public bool Suspended { get; set; }

    /// <summary>What the domain does next, or null when that must be chosen anew.</summary>
    public Candidate? Next { get; set; }

    /// <summary>Cycle up to which everything is accounted for.</summary>
    public long LastCycle { get; set; }

    /// <summary>Cycle of the command issued last.</summary>
    public long LastIssue { get; set; }

    /// <summary>Next cycle at which the command bus has seen everything issued so far.</summary>
    public long CommandEnd { get; set; }

    /// <summary>Cycle at which the domain came to the barrier that it waits at, its data on the bus.</summary>
    public long ArrivedAt { get; set; }

    /// <summary>True when the program is over: what follows is idling, which no layer's time pays for.</summary>
    public bool Ended { get; set; }

    /// <summary>Cycle from which time counts to the host; MaxValue when it does not, or does already.</summary>
    public long HostFrom { get; set; } = long.MaxValue;

    public bool WaitsForHost { get; set; }

    public int Layer { get; set; }

    public CommandPhase Phase { get; set; } = CommandPhase.Mode;

    /// <summary>Marks that the program has passed.</summary>
    public int Marks { get; private set; }

    /// <summary>Latest cycle that a command of the program was held against the next refresh with; whoever watches sets it back.</summary>
    public long LatestProbe { get; set; }

    /// <summary>True since a refresh went before a command of the program; whoever watches sets it back.</summary>
    public bool Refreshed { get; set; }

    public ProgramCursor Cursor;

    /// <summary>Counts the cycles since the last event to what was going on.</summary>
    public void AccountUntil(long cycle)
    {
        if (HostFrom < cycle)
        {
            long from = HostFrom;
            HostFrom = long.MaxValue;
            AccountUntil(from);
            Phase = CommandPhase.Host;
        }

        long span = cycle - LastCycle;
        if (span <= 0)
        {
            return;
        }

        if (!Ended)
        {
            Timing.PhaseCycles[(Layer * DomainTiming.Phases) + (int)Phase] += span;
        }

        if (OpenBanks > 0)
        {
            Timing.ActiveCycles[Layer] += span;
        }
        else
        {
            Timing.PrechargedCycles[Layer] += span;
        }

        LastCycle = cycle;
    }

    /// <summary>Closes the program's account when it is over.</summary>
    public void End()
    {
        AccountUntil(CommandEnd);
        EndHostWait();
        Timing.EndCycle = CommandEnd;
        Layer = Timing.Layers - 1;
        Ended = true;
    }

    /// <summary>From <paramref name="cycle"/> on, or from where it waits already, the domain waits for the host.</summary>
    public void BeginHostWait(long cycle)
    {
        if (!WaitsForHost)
        {
            WaitsForHost = true;
            HostFrom = cycle;
        }
    }

    /// <summary>After a refresh in the middle of a wait: it goes on at <paramref name="cycle"/>.</summary>
    public void ResumeHostWait(long cycle)
    {
        if (WaitsForHost)
        {
            HostFrom = cycle;
        }
    }

    public void EndHostWait()
    {
        WaitsForHost = false;
        HostFrom = long.MaxValue;
    }

    /// <summary>Passes marks: they take no time and record when the data so far is on the bus.</summary>
    public void PassMarks()
    {
        while (!Cursor.AtEnd && Cursor.Current.Opcode == ProgramOpcode.Mark)
        {
            Marks++;
            if (Timing.FirstMarkCycle == 0)
            {
                Timing.FirstMarkCycle = DataEnd;
            }

            Cursor.Advance();
        }
    }

    /// <summary>From here on cycles count to this layer and phase.</summary>
    public void Enter(int layer, CommandPhase phase)
    {
        Layer = layer;
        Phase = phase;
    }

    public void EnterPhase(CommandPhase phase) => Phase = phase;

    /// <summary>Applies what the command does to rows and mode.</summary>
    public void Apply(CommandSpec c, in CommandOperands o, long cycle)
    {
        Timing.CountCommand(Layer, c.Id, o.Count);
        LastIssue = cycle;
        CommandEnd = Math.Max(CommandEnd, cycle + c.BusCycles);
        if (c.DataEndCycles > 0)
        {
            CommandEnd = Math.Max(CommandEnd, cycle + c.DataEndCycles);
            if ((c.Effects & CommandEffects.BusOut) != CommandEffects.None)
            {
                DataEnd = cycle + c.DataEndCycles;
            }
        }

        if ((c.Effects & CommandEffects.Opens) != CommandEffects.None)
        {
            SetRows(c, o.Bank, o.Row);
        }
        else if ((c.Effects & CommandEffects.Closes) != CommandEffects.None)
        {
            SetRows(c, o.Bank, Closed);
        }

        if ((c.Effects & CommandEffects.SetsMode) != CommandEffects.None)
        {
            AllBankMode = o.Operation != 0;
        }
    }

    /// <summary>Remembers the program's own view of a row it opens or closes.</summary>
    public void Want(CommandSpec c, in CommandOperands o)
    {
        bool opens = (c.Effects & CommandEffects.Opens) != CommandEffects.None;
        if (!opens && (c.Effects & CommandEffects.Closes) == CommandEffects.None)
        {
            return;
        }

        int row = opens ? o.Row : Closed;
        (int first, int end, int step) = Reach(c, o.Bank);
        for (int b = first; b < end; b += step)
        {
            WantedRow[b] = row;
        }
    }

    /// <summary>The banks that a command reaches.</summary>
    private (int First, int End, int Step) Reach(CommandSpec c, int bank) =>
        c.EveryUnit ? (bank, OpenRow.Length, banksPerUnit)
        : c.Scope == LevelKind.Bank ? (bank, bank + 1, 1)
        : (0, OpenRow.Length, 1);

    private void SetRows(CommandSpec c, int bank, int row)
    {
        (int first, int end, int step) = Reach(c, bank);
        for (int b = first; b < end; b += step)
        {
            OpenBanks += (row == Closed ? 0 : 1) - (OpenRow[b] == Closed ? 0 : 1);
            OpenRow[b] = row;
        }
    }
}
