using System.Text;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>What the text formats of commands share: lines through a buffer, and which commands other simulators know.</summary>
internal abstract class TextCommandEncoder : ICommandEncoder
{
    private readonly StreamWriter writer;
    private readonly OpenRows rows;
    private readonly CommandFormat format;
    private readonly string file;

    protected TextCommandEncoder(Stream stream, DeviceModel device, CommandFormat format, string file)
    {
        writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        rows = new OpenRows(device);
        Device = device;
        this.format = format;
        this.file = file;
    }

    protected DeviceModel Device { get; }

    public void Add(in TimedCommand command)
    {
        CommandSpec spec = Device.Standard.Commands[command.Command];
        if (spec.Operation != PimOperation.None || (spec.Effects & (CommandEffects.Computes | CommandEffects.SetsMode)) != CommandEffects.None || NameOf(spec) is not { } name)
        {
            throw ForeignFaults.NotHeld(this.file, spec.Name, this.format);
        }

        Organization o = Device.Organization;
        LocatedCommand placed = LocatedCommand.Nowhere;
        placed.Cycle = command.Cycle;
        placed.Channel = command.Channel;
        placed.PseudoChannel = command.PseudoChannel;
        placed.Rank = command.Rank;
        if (spec.Scope == LevelKind.Bank)
        {
            placed.BankGroup = command.Operands.Bank / o.BanksPerGroup;
            placed.Bank = command.Operands.Bank % o.BanksPerGroup;
            placed.Row = this.rows.Of(command);
            placed.Column = command.Operands.Column;
        }

        WriteLine(this.writer, name, placed);
    }

    public void Complete() => this.writer.Flush();

    public void Dispose() => this.writer.Dispose();

    /// <summary>What the format calls a command, or null.</summary>
    protected abstract string? NameOf(CommandSpec spec);

    /// <summary>Writes one command.</summary>
    protected abstract void WriteLine(TextWriter writer, string name, in LocatedCommand placed);

    /// <summary>Writes something in front of all commands.</summary>
    protected void WriteHeader(string line) => this.writer.WriteLine(line);
}
