using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes what <see cref="RamulatorCommandSyntax"/> reads; type and source are -1, unknown.</summary>
internal sealed class RamulatorCommandEncoder : TextCommandEncoder
{
    private readonly bool hasPseudoChannels;

    public RamulatorCommandEncoder(Stream stream, DeviceModel device, string file)
        : base(stream, device, CommandFormat.Ramulator, file)
    {
        hasPseudoChannels = device.Organization.PseudoChannels > 1;
        WriteHeader($"clock,command,Channel,{(hasPseudoChannels ? "PseudoChannel," : "")}Rank,BankGroup,Bank,Row,Column,type,source");
    }

    protected override string? NameOf(CommandSpec spec) => spec.Name;

    protected override void WriteLine(TextWriter writer, string name, in LocatedCommand placed)
    {
        writer.Write($"{placed.Cycle},{name},{placed.Channel},");
        if (hasPseudoChannels)
        {
            writer.Write($"{placed.PseudoChannel},");
        }

        writer.WriteLine($"{placed.Rank},{placed.BankGroup},{placed.Bank},{placed.Row},{placed.Column},-1,-1");
    }
}
