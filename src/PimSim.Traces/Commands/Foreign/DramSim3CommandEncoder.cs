using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes what <see cref="DramSim3CommandSyntax"/> reads, in DRAMsim3's columns; a refresh names its channel.</summary>
internal sealed class DramSim3CommandEncoder(Stream stream, DeviceModel device, string file) : TextCommandEncoder(stream, device, CommandFormat.DramSim3, file)
{
    protected override string? NameOf(CommandSpec spec) => DramSim3Names.FromStandard(spec.Name);

    protected override void WriteLine(TextWriter writer, string name, in LocatedCommand placed)
    {
        long channel = (placed.Channel * Device.Organization.PseudoChannels) + placed.PseudoChannel;
        writer.WriteLine($"{placed.Cycle,-18} {name,-20} {channel,3} {placed.Rank,3} {placed.BankGroup,3} {placed.Bank,3} {Hex(placed.Row),8} {Hex(placed.Column),8}");
    }

    private static string Hex(long value) => value < 0 ? "-0x1" : $"0x{value:x}";
}
