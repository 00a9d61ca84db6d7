using System.Globalization;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Rows, modes and power-down of one channel: which commands the state allows. At the start rows are closed and all is awake.</summary>
internal sealed class StateHistory
{
    private const int Closed = -1;
    private const int Awake = -1;

    private readonly RuleTable table;
    private readonly Ledger ledger;
    private readonly FixedRules rules;
    private readonly bool columnCommandsNameRows;
    private readonly int banksPerRank;
    private readonly int[] openRow;
    private readonly TimedCommand[] openedBy;
    private readonly int[] openBanks;
    private readonly bool[] allBank;
    private readonly TimedCommand[] modeSetBy;
    private readonly int[] awaitedExit;
    private readonly TimedCommand[] enteredBy;

    public StateHistory(RuleTable table, Ledger ledger, FixedRules rules, bool columnCommandsNameRows)
    {
        this.table = table;
        this.ledger = ledger;
        this.rules = rules;
        this.columnCommandsNameRows = columnCommandsNameRows;
        int banks = table.Places.Count(LevelKind.Bank);
        int ranks = table.Places.Count(LevelKind.Rank);
        banksPerRank = banks / ranks;
        openRow = new int[banks];
        openedBy = new TimedCommand[banks];
        openBanks = new int[ranks];
        allBank = new bool[ranks];
        modeSetBy = new TimedCommand[ranks];
        awaitedExit = new int[ranks];
        enteredBy = new TimedCommand[ranks];
        Array.Fill(openRow, Closed);
        Array.Fill(awaitedExit, Awake);
    }

    public void Add(CommandSpec spec, ReadOnlySpan<InstanceRange> reach, in TimedCommand command)
    {
        InstanceRange ranks = reach[(int)LevelKind.Rank];
        InstanceRange banks = reach[(int)LevelKind.Bank];
        CheckPower(spec, ranks, command);
        CheckMode(spec, ranks, command);
        CheckRows(spec, ranks, banks, command);
        Apply(spec, ranks, banks, command);
    }

    private static bool Has(CommandSpec spec, CommandEffects effect) => (spec.Effects & effect) != CommandEffects.None;

    private void CheckPower(CommandSpec spec, InstanceRange ranks, in TimedCommand command)
    {
        bool exit = table.Power.IsExit(spec.Id);
        for (int rank = ranks.First; rank < ranks.End; rank++)
        {
            if (awaitedExit[rank] == Awake ? exit : awaitedExit[rank] != spec.Id)
            {
                bool awake = awaitedExit[rank] == Awake;
                string? note = !ledger.KeepsDetails ? null
                    : awake ? $"nothing was entered that {spec.Name} leaves"
                    : $"{table.Commands[awaitedExit[rank]].Name} must come first";
                ledger.ViolateState(rules.PowerDown, awake ? null : enteredBy[rank], command, note);
                return;
            }
        }
    }

    private void CheckMode(CommandSpec spec, InstanceRange ranks, in TimedCommand command)
    {
        if (spec.Mode == CommandMode.Any)
        {
            return;
        }

        bool wanted = spec.Mode == CommandMode.AllBank;
        for (int rank = ranks.First; rank < ranks.End; rank++)
        {
            if (allBank[rank] != wanted)
            {
                ledger.ViolateState(rules.Mode, modeSetBy[rank] == default ? null : modeSetBy[rank], command, wanted ? "legal in all-bank mode only" : "legal in single-bank mode only");
                return;
            }
        }
    }

    private void CheckRows(CommandSpec spec, InstanceRange ranks, InstanceRange banks, in TimedCommand command)
    {
        if (spec.NeedsOpenRow)
        {
            CheckOpenRow(spec, banks, command);
            return;
        }

        int rule = Has(spec, CommandEffects.Opens) ? rules.RowOpen
            : Has(spec, CommandEffects.Refreshes) ? rules.Refresh
            : Has(spec, CommandEffects.SetsMode) ? rules.Mode
            : spec.Id == table.Power.PrechargedEntry ? rules.PowerDown
            : -1;
        if (rule >= 0 && AnyOpen(ranks) && Find(banks, open: true) is var bank and >= 0)
        {
            ledger.ViolateState(rule, openedBy[bank], command, ledger.KeepsDetails ? string.Create(CultureInfo.InvariantCulture, $"bank {bank % banksPerRank} has row {openRow[bank]} open") : null);
        }

        if (spec.Id == table.Power.ActiveEntry && !AnyOpen(ranks))
        {
            ledger.ViolateState(rules.PowerDown, null, command, "no row is open");
        }
    }

    private void CheckOpenRow(CommandSpec spec, InstanceRange banks, in TimedCommand command)
    {
        if (banks.Count == 1)
        {
            int row = openRow[banks.First];
            if (row == Closed)
            {
                ledger.ViolateState(rules.RowClosed, null, command, "no row is open");
            }
            else if (columnCommandsNameRows && row != command.Operands.Row)
            {
                ledger.ViolateState(rules.OtherRow, openedBy[banks.First], command, ledger.KeepsDetails ? string.Create(CultureInfo.InvariantCulture, $"row {row} is open, not row {command.Operands.Row}") : null);
            }
        }
        else if (Find(banks, open: false) is var bank and >= 0)
        {
            ledger.ViolateState(rules.RowClosed, null, command, ledger.KeepsDetails ? string.Create(CultureInfo.InvariantCulture, $"bank {bank % banksPerRank} has no row open") : null);
        }
    }

    private void Apply(CommandSpec spec, InstanceRange ranks, InstanceRange banks, in TimedCommand command)
    {
        if (Has(spec, CommandEffects.Opens))
        {
            SetRows(banks, command.Operands.Row, command);
        }
        else if (Has(spec, CommandEffects.Closes))
        {
            SetRows(banks, Closed, command);
        }

        int exit = table.Power.ExitOf(spec.Id);
        bool leaves = table.Power.IsExit(spec.Id);
        bool setsMode = Has(spec, CommandEffects.SetsMode);
        if (exit < 0 && !leaves && !setsMode)
        {
            return;
        }

        for (int rank = ranks.First; rank < ranks.End; rank++)
        {
            if (setsMode)
            {
                allBank[rank] = command.Operands.Operation != 0;
                modeSetBy[rank] = command;
            }
            else
            {
                awaitedExit[rank] = leaves ? Awake : exit;
                enteredBy[rank] = command;
            }
        }
    }

    private void SetRows(InstanceRange banks, int row, in TimedCommand command)
    {
        for (int bank = banks.First; bank < banks.End; bank++)
        {
            openBanks[bank / banksPerRank] += (row == Closed ? 0 : 1) - (openRow[bank] == Closed ? 0 : 1);
            openRow[bank] = row;
            openedBy[bank] = command;
        }
    }

    private bool AnyOpen(InstanceRange ranks)
    {
        for (int rank = ranks.First; rank < ranks.End; rank++)
        {
            if (openBanks[rank] > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int Find(InstanceRange banks, bool open)
    {
        for (int bank = banks.First; bank < banks.End; bank++)
        {
            if ((openRow[bank] != Closed) == open)
            {
                return bank;
            }
        }

        return -1;
    }
}
