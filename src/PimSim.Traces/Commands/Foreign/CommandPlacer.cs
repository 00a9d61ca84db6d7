using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Turns commands of other simulators into those of a device, and refuses what the device has not.</summary>
internal sealed class CommandPlacer
{
    private readonly DeviceModel device;
    private readonly string file;
    private readonly long[] lastCycle;
    private readonly string[] names;
    private readonly bool columnRows;

    public CommandPlacer(DeviceModel device, string file, bool columnRows)
    {
        this.device = device;
        this.file = file;
        this.columnRows = columnRows;
        lastCycle = new long[device.Organization.Domains];
        names = [.. device.Standard.Commands.Select(c => c.Name.ToUpperInvariant())];
    }

    /// <summary>The id of a command by its name in the standard, in any case, or -1.</summary>
    public short Find(string name)
    {
        string upper = name.ToUpperInvariant();
        return (short)Array.IndexOf(names, upper switch
        {
            "PRE" => "PREPB",
            "PREA" => "PREAB",
            "REF" => "REFAB",
            _ => upper,
        });
    }

    /// <summary>The command on the device.</summary>
    /// <param name="id">Of the command.</param>
    /// <param name="placed">Where and when.</param>
    /// <param name="line">Its line, or 0 where lines mean nothing.</param>
    /// <param name="record">Its number or row id, for messages where lines mean nothing.</param>
    /// <exception cref="Core.UserErrorException">PIM0504, PIM0506.</exception>
    public TimedCommand Place(short id, in LocatedCommand placed, long line, long record)
    {
        CommandSpec spec = device.Standard.Commands[id];
        Organization o = device.Organization;
        long channel = Known(placed.Channel, o.Channels);
        long pseudoChannel = Known(placed.PseudoChannel, o.PseudoChannels);
        long rank = Known(placed.Rank, o.Ranks);
        Require("channel", channel, o.Channels);
        Require("pseudo-channel", pseudoChannel, o.PseudoChannels);
        Require("rank", rank, o.Ranks);
        CommandOperands operands = default;
        if (spec.Scope == LevelKind.Bank)
        {
            long bankGroup = Known(placed.BankGroup, o.BankGroups);
            Require("bank group", bankGroup, o.BankGroups);
            Require("bank", placed.Bank, o.BanksPerGroup);
            operands.Bank = (short)((bankGroup * o.BanksPerGroup) + placed.Bank);
            bool column = (spec.Effects & (CommandEffects.Reads | CommandEffects.Writes)) != CommandEffects.None;
            if (spec.Effects.HasFlag(CommandEffects.Opens) || (column && columnRows))
            {
                Require("row", placed.Row, o.Rows);
                operands.Row = (int)placed.Row;
            }

            if (column)
            {
                Require("column", placed.Column, o.ColumnAccesses);
                operands.Column = (short)placed.Column;
            }
        }

        long domain = (((channel * o.PseudoChannels) + pseudoChannel) * o.Ranks) + rank;
        if (placed.Cycle < lastCycle[domain])
        {
            throw ForeignFaults.Backwards(file, line, record, placed.Cycle, lastCycle[domain]);
        }

        lastCycle[domain] = placed.Cycle;
        return new TimedCommand(placed.Cycle, id, (short)channel, (byte)pseudoChannel, (byte)rank, operands);

        void Require(string what, long value, long limit)
        {
            if (value < 0 || value >= limit)
            {
                throw ForeignFaults.Operand(file, line, record, spec.Name, what, value, limit);
            }
        }
    }

    /// <summary>A level that is not named is the only one there is.</summary>
    private static long Known(long value, int limit) => value == -1 && limit == 1 ? 0 : value;
}
