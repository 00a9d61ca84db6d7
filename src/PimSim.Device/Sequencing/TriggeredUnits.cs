using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The units of a domain with sequencers of their own: a command says where and when, the instruction store of each unit
/// what. A unit whose instruction moves something else than the command, or has operands beyond the unit, does nothing; the others go on.
/// </summary>
internal sealed class TriggeredUnits
{
    private readonly DeviceModel model;
    private readonly CellArrays cells;
    private readonly ProcessingUnit[] units;
    private readonly int chips;
    private readonly int unitWords;

    /// <exception cref="UserErrorException">The standard loads no programs (PIM0550).</exception>
    public TriggeredUnits(DeviceModel model, CellArrays cells, ProcessingUnit[] units)
    {
        Require(model);
        this.model = model;
        this.cells = cells;
        this.units = units;
        chips = model.Organization.Chips;
        unitWords = cells.AccessWords / chips;
    }

    /// <summary>Every unit takes its next instruction.</summary>
    /// <param name="access">What the command moves.</param>
    /// <param name="address">Column, bank of a unit's banks, unit that drives the bus.</param>
    /// <param name="openRow">By bank.</param>
    /// <param name="latch">Data of the bus, all chips; in a read-out, what goes to it: 0 of units that do nothing.</param>
    /// <param name="number">Number of the column access.</param>
    /// <param name="flips">Flips of latched copies, or null.</param>
    public void Execute(UnitAccessKind access, in CommandOperands address, ReadOnlySpan<int> openRow, Span<ulong> latch, long number = 0, ReadFlips? flips = null)
    {
        Span<ulong> aside = stackalloc ulong[unitWords];
        for (int bankUnit = 0; bankUnit < units.Length / chips; bankUnit++)
        {
            int bank = (bankUnit * model.Unit!.BanksPerUnit) + address.Parity;
            if (access is UnitAccessKind.RowRead or UnitAccessKind.RowWrite)
            {
                var row = new RowAddress(bank, openRow[bank]);
                cells.ReadByUnit(row, address.Column, latch, access == UnitAccessKind.RowRead && flips is not null ? flips.At(number, bankUnit, row, address.Column) : default);
            }

            for (int chip = 0; chip < chips; chip++)
            {
                // All units fetch a read-out; the one that is addressed drives the bus.
                bool aloof = access == UnitAccessKind.BusOut && bankUnit != address.Unit;
                Span<ulong> column = aloof ? aside : latch.Slice(chip * unitWords, unitWords);
                if (access == UnitAccessKind.BusOut)
                {
                    column.Clear();
                }

                Execute(units[(bankUnit * chips) + chip], access, address, column);
            }

            if (access == UnitAccessKind.RowWrite)
            {
                cells.Write(new RowAddress(bank, openRow[bank]), address.Column, latch);
            }
        }
    }

    private void Execute(ProcessingUnit unit, UnitAccessKind access, in CommandOperands address, Span<ulong> column)
    {
        if (!unit.Sequencer.Next(out PimOperation operation, out CommandOperands o) || UnitAccess.Of(operation) != access)
        {
            return;
        }

        o.Parity = address.Parity;
        o.Unit = address.Unit;
        if (OperandLimits.Fault(operation, o, model) is null)
        {
            unit.Execute(operation, o, column);
        }
    }

    private static void Require(DeviceModel model)
    {
        MemoryStandard s = model.Standard;
        if (!s.Commands.Any(c => c.Operation is PimOperation.LoadProgram or PimOperation.LoadProgramBus))
        {
            throw new UserErrorException(
                "PIM0550",
                $"the units of '{model.Name}' cannot run programs of their own: standard '{s.Name}' has no command that loads them",
                null,
                "set unit.sequencer to host, or take a model with the processing standard near-bank or hbm-pim");
        }
    }
}
