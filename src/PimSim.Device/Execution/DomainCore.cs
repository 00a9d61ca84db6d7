using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The memory core of one domain: cells, open rows, units. It executes commands one by one and refuses what is illegal
/// in its state; when they come is the controller's business.
/// </summary>
public sealed class DomainCore
{
    private const int Closed = -1;

    private readonly DeviceModel model;
    private readonly CommandSpec[] commands;
    private readonly ProcessingUnit[] units;
    private readonly TriggeredUnits? triggered;
    private readonly BusWord bus;
    private readonly int chips;
    private readonly int unitWords;
    private readonly int[] openRow;
    private readonly ulong[] latch;
    private readonly byte[] burst;
    private bool allBank;
    private ReadFlips? flips;
    private long accesses;

    /// <summary>A core with empty cells.</summary>
    public DomainCore(DeviceModel model, int domain, ulong seed)
        : this(model, domain, new CellArrays(model.Organization, domain, seed))
    {
    }

    /// <summary>A core around existing cells.</summary>
    public DomainCore(DeviceModel model, int domain, CellArrays cells)
    {
        this.model = model;
        Domain = domain;
        Cells = cells;
        commands = [.. model.Standard.Commands];
        bus = new BusWord(model.Organization);
        chips = model.Organization.Chips;
        unitWords = bus.WordsPerChip;
        openRow = new int[model.Organization.Banks];
        Array.Fill(openRow, Closed);
        latch = new ulong[bus.Words];
        burst = new byte[bus.Bytes];
        units = new ProcessingUnit[model.UnitsPerDomain];
        for (int u = 0; u < units.Length; u++)
        {
            units[u] = new ProcessingUnit(model.Unit!);
        }

        if (model.Unit?.Sequencer == SequencerKind.Device)
        {
            triggered = new TriggeredUnits(model, cells, units);
        }
    }

    /// <summary>Index of the domain in the device.</summary>
    public int Domain { get; }

    /// <summary>The cells.</summary>
    public CellArrays Cells { get; }

    /// <summary>
    /// Column accesses by units are numbered from <paramref name="firstAccess"/> on from now on, and their latched copies may have flips: those of
    /// <paramref name="run"/>.
    /// </summary>
    public void NumberAccesses(long firstAccess, ReadFlips? run)
    {
        accesses = firstAccess;
        flips = run;
    }

    /// <summary>
    /// Executes one command; data of bus writes come from <paramref name="host"/>, data of bus reads go there.
    /// </summary>
    /// <exception cref="UserErrorException">The command is illegal in this state (PIM0610 to PIM0613).</exception>
    public void Execute(in TimedCommand command, IHostPort host)
    {
        CommandSpec c = commands[command.Command];
        CommandOperands o = command.Operands;
        Check(c, command);
        if (c.Operation != PimOperation.None)
        {
            ExecuteUnits(c, o, host);
            return;
        }

        if (c.Effects.HasFlag(CommandEffects.Opens))
        {
            SetRows(c, o.Bank, o.Row);
        }
        else if (c.Effects.HasFlag(CommandEffects.Reads))
        {
            Cells.Read(new RowAddress(o.Bank, openRow[o.Bank]), o.Column, latch);
            Send(host);
        }
        else if (c.Effects.HasFlag(CommandEffects.Writes))
        {
            bus.FromBus(host.NextInput(Domain), latch);
            Cells.Write(new RowAddress(o.Bank, openRow[o.Bank]), o.Column, latch);
        }

        if (c.Effects.HasFlag(CommandEffects.Closes))
        {
            SetRows(c, o.Bank, Closed);
        }
    }

    private void ExecuteUnits(CommandSpec c, in CommandOperands o, IHostPort host)
    {
        if (triggered is not null && UnitAccess.IsTrigger(c.Operation))
        {
            Trigger(triggered, UnitAccess.Of(c.Operation), o, host);
            return;
        }

        switch (c.Operation)
        {
            case PimOperation.Mode:
                allBank = o.Operation != 0;
                break;
            case PimOperation.LoadInput or PimOperation.LoadProgramBus:
                bus.FromBus(host.NextInput(Domain), latch);
                for (int u = 0; u < units.Length; u++)
                {
                    units[u].Execute(c.Operation, o, latch.AsSpan(u % chips * unitWords, unitWords));
                }

                break;
            case PimOperation.ReadOut:
                for (int chip = 0; chip < chips; chip++)
                {
                    units[(o.Unit * chips) + chip].Execute(c.Operation, o, latch.AsSpan(chip * unitWords, unitWords));
                }

                Send(host);
                break;
            default:
                ExecuteAll(c.Operation, o);
                break;
        }
    }

    private void ExecuteAll(PimOperation operation, in CommandOperands o)
    {
        bool reads = UnitAccess.Of(operation) == UnitAccessKind.RowRead;
        long access = reads ? accesses++ : 0;
        for (int bankUnit = 0; bankUnit < units.Length / chips; bankUnit++)
        {
            int bank = (bankUnit * model.Unit!.BanksPerUnit) + o.Parity;
            if (reads)
            {
                var row = new RowAddress(bank, openRow[bank]);
                Cells.ReadByUnit(row, o.Column, latch, flips is null ? default : flips.At(access, bankUnit, row, o.Column));
            }

            for (int chip = 0; chip < chips; chip++)
            {
                units[(bankUnit * chips) + chip].Execute(operation, o, latch.AsSpan(chip * unitWords, unitWords));
            }

            if (operation == PimOperation.WriteBack)
            {
                Cells.Write(new RowAddress(bank, openRow[bank]), o.Column, latch);
            }
        }
    }

    /// <summary>A command that only says where and when: each unit does what its own store says.</summary>
    private void Trigger(TriggeredUnits all, UnitAccessKind access, in CommandOperands o, IHostPort host)
    {
        if (access == UnitAccessKind.BusIn)
        {
            bus.FromBus(host.NextInput(Domain), latch);
        }

        all.Execute(access, o, openRow, latch, access == UnitAccessKind.RowRead ? accesses++ : 0, flips);
        if (access == UnitAccessKind.BusOut)
        {
            Send(host);
        }
    }

    private void Send(IHostPort host)
    {
        bus.ToBus(latch, burst);
        host.OnOutput(Domain, burst);
    }

    private void SetRows(CommandSpec c, int bank, int row)
    {
        if (c.EveryUnit)
        {
            for (int b = bank; b < openRow.Length; b += model.Unit!.BanksPerUnit)
            {
                openRow[b] = row;
            }
        }
        else if (c.Scope == LevelKind.Bank)
        {
            openRow[bank] = row;
        }
        else
        {
            Array.Fill(openRow, row);
        }
    }

    private void Check(CommandSpec c, in TimedCommand t)
    {
        CommandOperands o = t.Operands;
        if (o.Bank < 0 || o.Bank >= openRow.Length || o.Row < 0 || o.Row >= model.Organization.Rows || o.Column < 0 || o.Column >= model.Organization.ColumnAccesses)
        {
            throw Illegal("PIM0610", c, t, $"bank {o.Bank}, row {o.Row} or column access {o.Column} is not in the device");
        }

        if ((c.Mode == CommandMode.AllBank && !allBank) || (c.Mode == CommandMode.SingleBank && allBank))
        {
            throw Illegal("PIM0611", c, t, allBank ? "it is illegal in all-bank mode" : "it needs all-bank mode");
        }

        bool needsClosed = (c.Effects & (CommandEffects.Opens | CommandEffects.Refreshes | CommandEffects.SetsMode)) != CommandEffects.None;
        int bank = c.Scope == LevelKind.Bank ? o.Bank : 0;
        if (c.NeedsOpenRow && openRow[bank] == Closed)
        {
            throw Illegal("PIM0612", c, t, "it needs an open row");
        }

        if (needsClosed && (c.Scope == LevelKind.Bank ? openRow[bank] != Closed : openRow.AsSpan().ContainsAnyExcept(Closed)))
        {
            throw Illegal("PIM0612", c, t, "a row is open already");
        }

        if (c.EveryUnit && (o.Bank >= model.Unit?.BanksPerUnit || (c.Operation != PimOperation.None && o.Parity != o.Bank)))
        {
            throw Illegal("PIM0613", c, t, $"bank {o.Bank} and parity {o.Parity} do not name the same bank of a unit");
        }

        if (c.Operation != PimOperation.None)
        {
            if (model.Unit is null)
            {
                throw Illegal("PIM0613", c, t, "the device has no processing units");
            }

            string? fault = OperandLimits.Fault(c.Operation, o, model);
            if (fault is not null)
            {
                throw Illegal("PIM0613", c, t, fault);
            }
        }
    }

    private UserErrorException Illegal(string code, CommandSpec c, in TimedCommand t, string why) => new(
        code, $"{c.Name} at cycle {t.Cycle} in domain {Domain} cannot be executed: {why}", null, "check the program or trace against the device model");
}
