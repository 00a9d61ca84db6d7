using System.Text;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces.Tests.Commands.Foreign;

/// <summary>Command traces of other simulators for tests.</summary>
internal static class CommandGen
{
    public static readonly DeviceModel Ddr4 = DeviceModelLoader.Load("ddr4-2400-validation", []);
    public static readonly DeviceModel Hbm2 = DeviceModelLoader.Load("hbm2-2000", []);

    public static string RepositoryFile(string name) => Path.Combine(PimSim.Tests.SharedFolder.CheckoutRoot(), "traces", name);

    public static TimedCommand[] Read(byte[] bytes, DeviceModel device, CommandFormat? format = null)
    {
        using CommandTrace trace = CommandTraces.Open(new MemoryStream(bytes), "t.commands", device, format);
        return ReadAll(trace);
    }

    public static TimedCommand[] ReadText(string text, DeviceModel? device = null, CommandFormat? format = null) => Read(Encoding.Latin1.GetBytes(text), device ?? Ddr4, format);

    public static TimedCommand[] ReadFile(string path, DeviceModel device, CommandFormat? format = null)
    {
        using CommandTrace trace = CommandTraces.Open(path, device, format);
        return ReadAll(trace);
    }

    public static TimedCommand[] ReadAll(CommandTrace trace, int batch = 77)
    {
        List<TimedCommand> all = [];
        TimedCommand[] buffer = new TimedCommand[batch];
        while (trace.Read(buffer) is var count and > 0)
        {
            all.AddRange(buffer.AsSpan(0, count));
        }

        Assert.Equal(all.Count, trace.Commands);
        return [.. all];
    }

    public static Diagnostic Fault(string text, DeviceModel? device = null, CommandFormat? format = null) =>
        Assert.Single(Assert.Throws<UserErrorException>(() => ReadText(text, device, format)).Diagnostics);

    public static string NameOf(TimedCommand command, DeviceModel device) => device.Standard.Commands[command.Command].Name;

    public static (long Cycle, long Bank, long Row, long Column) Place(TimedCommand command) =>
        (command.Cycle, command.Operands.Bank, command.Operands.Row, command.Operands.Column);

    public static (long Channel, long PseudoChannel) Channel(TimedCommand command) => (command.Channel, command.PseudoChannel);

    public static Dictionary<string, int> Counts(IEnumerable<TimedCommand> commands, DeviceModel device) =>
        commands.GroupBy(c => NameOf(c, device), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

    /// <summary>Plain commands to all places of a device, cycles rising.</summary>
    public static TimedCommand[] Make(DeviceModel device, string[] names, int count, uint seed)
    {
        PhiloxStream random = new(seed, 4);
        Organization o = device.Organization;
        long cycle = 0;
        TimedCommand[] commands = new TimedCommand[count];
        for (int i = 0; i < count; i++)
        {
            CommandSpec spec = device.Standard.Commands[device.Standard.FindCommand(names[random.NextInt(names.Length)])];
            CommandOperands operands = default;
            if (spec.Scope == LevelKind.Bank)
            {
                operands.Bank = (short)random.NextInt(o.Banks);
                operands.Row = spec.Effects.HasFlag(CommandEffects.Opens) ? random.NextInt(o.Rows) : 0;
                operands.Column = (short)((spec.Effects & (CommandEffects.Reads | CommandEffects.Writes)) != CommandEffects.None ? random.NextInt(o.ColumnAccesses) : 0);
            }

            cycle += random.NextInt(9);
            commands[i] = new TimedCommand(cycle, (short)spec.Id, (short)random.NextInt(o.Channels), (byte)random.NextInt(o.PseudoChannels), (byte)random.NextInt(o.Ranks), operands);
        }

        return commands;
    }

    internal sealed class ListSource(IReadOnlyList<TimedCommand> commands) : ICommandSource
    {
        private int at;

        public int Read(Span<TimedCommand> buffer)
        {
            int count = Math.Min(buffer.Length, commands.Count - at);
            for (int i = 0; i < count; i++)
            {
                buffer[i] = commands[at + i];
            }

            at += count;
            return count;
        }

        public void Dispose()
        {
        }
    }
}
