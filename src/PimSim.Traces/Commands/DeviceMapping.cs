using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Renumbers a trace's commands as a device's standard does, by name, and refuses what the device has not.</summary>
internal sealed class DeviceMapping
{
    private readonly DeviceModel device;
    private readonly CommandTraceHeader header;
    private readonly string file;
    private readonly short[] ids;
    private readonly int accessBytes;
    private readonly bool needsData;

    public DeviceMapping(DeviceModel device, CommandTraceHeader header, string file, bool needsData = true)
    {
        this.needsData = needsData;
        this.device = device;
        this.header = header;
        this.file = file;
        ids = [.. header.CommandNames.Select(name => (short)device.Standard.FindCommand(name))];
        accessBytes = device.Organization.AccessBits / 8;
    }

    /// <summary>The same command for the device.</summary>
    /// <param name="traced">Numbered by the header.</param>
    /// <param name="index">Its place in the trace, for messages.</param>
    /// <exception cref="Core.UserErrorException">PIM0505 to PIM0508.</exception>
    public TracedCommand Map(TracedCommand traced, long index)
    {
        TimedCommand command = traced.Command;
        string name = header.CommandNames[command.Command];
        short id = ids[command.Command];
        if (id < 0)
        {
            throw TraceFaults.UnknownCommand(file, name, device.Name);
        }

        Organization o = device.Organization;
        CommandOperands operands = command.Operands;
        Require(index, name, "channel", command.Channel, o.Channels);
        Require(index, name, "pseudo-channel", command.PseudoChannel, o.PseudoChannels);
        Require(index, name, "rank", command.Rank, o.Ranks);
        Require(index, name, "bank", operands.Bank, o.Banks);
        Require(index, name, "row", operands.Row, o.Rows);
        Require(index, name, "column", operands.Column, o.ColumnAccesses);
        Require(index, name, "parity", operands.Parity, device.Unit?.BanksPerUnit ?? 1);
        Require(index, name, "unit", operands.Unit, Math.Max(1, device.UnitsPerDomain));
        CheckPayload(traced, device.Standard.Commands[id], index);
        return traced with { Command = command with { Command = id } };
    }

    private void CheckPayload(TracedCommand traced, CommandSpec spec, long index)
    {
        int bytes = traced.Payload.Length;
        bool takes = spec.Effects.HasFlag(CommandEffects.BusIn);
        bool gives = spec.Effects.HasFlag(CommandEffects.BusOut);
        int expected = (takes && (needsData || bytes > 0)) || (gives && bytes > 0) ? accessBytes : 0;
        if (bytes != expected)
        {
            throw TraceFaults.Payload(file, index, spec.Name, bytes, expected);
        }

        foreach (StreamSlice slice in traced.Slices.Span)
        {
            int elements = accessBytes * 8 / header.Streams[slice.Stream].ElementBits;
            if (!gives || slice.Skip > elements - slice.Count)
            {
                throw TraceFaults.Slice(file, index, gives ? $"it takes more than the {elements} elements of a read-out" : $"{spec.Name} reads nothing out");
            }
        }
    }

    private void Require(long index, string command, string operand, long value, long limit)
    {
        if (value < 0 || value >= limit)
        {
            throw TraceFaults.Operand(file, index, command, operand, value, limit);
        }
    }
}
