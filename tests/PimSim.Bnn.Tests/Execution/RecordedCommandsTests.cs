using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Recorded commands and what the host put on the bus are enough to get all that the device gave.</summary>
public sealed class RecordedCommandsTests
{
    private const ulong PowerUp = 7;

    /// <summary>Cycle at which the inference starts in the recording.</summary>
    private const long Start = 1_000_000;

    public static TheoryData<string> Devices => SmallDevice.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fresh_banks_give_the_same_read_outs(string device)
    {
        (DeviceModel model, List<RecordedCommand> commands, _) = Record(device);
        Assert.True(commands.Count(c => c.Output.Length > 0) > 10);
        Assert.Equal(commands.Where(c => c.Output.Length > 0).Select(c => c.Output), Execute(model, commands));
    }

    /// <summary>Banks know the model, so that units run what the recorded upload left in them; operands of triggers say nothing.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Fresh_banks_with_sequencers_give_the_same_read_outs(string device)
    {
        (DeviceModel model, List<RecordedCommand> commands, int uploaded) = Record(device, "unit.sequencer=device");
        Assert.Contains(commands.Skip(uploaded), c => model.Standard.Commands[c.Command.Command].Operation == PimOperation.LoadProgram);
        byte[][] expected = [.. commands.Where(c => c.Output.Length > 0).Select(c => c.Output)];
        Assert.Equal(expected, Execute(model, commands));
        (_, List<RecordedCommand> host, _) = Record(device);
        Assert.Equal(host.Where(c => c.Output.Length > 0).TakeLast(8).Select(c => c.Output), expected.TakeLast(8));
        (_, List<RecordedCommand> shortcuts, _) = Record(device, Samples.Residual(), "unit.sequencer=device");
        Assert.Equal(shortcuts.Where(c => c.Output.Length > 0).Select(c => c.Output), Execute(model, shortcuts));
        IEnumerable<RecordedCommand> mute = commands.Select(c => IsTrigger(model, c) ? c with { Command = c.Command with { Operands = Addresses(c.Command.Operands) } } : c);
        Assert.Equal(expected, Execute(model, mute));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Fresh_banks_give_the_same_read_outs_of_a_network_with_shortcuts(string device)
    {
        (DeviceModel model, List<RecordedCommand> commands, _) = Record(device, Samples.Residual());
        int[] used = [.. commands.Select(c => c.Command.Command).Distinct()];
        Assert.Contains(model.Standard.FindCommand(PimOperation.Vector), used);
        Assert.Contains(model.Standard.FindCommand(PimOperation.VectorRow), used);
        Assert.Contains(model.Standard.FindCommand(PimOperation.Pack), used);
        Assert.Equal(commands.Where(c => c.Output.Length > 0).Select(c => c.Output), Execute(model, commands));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_missing_or_altered_comparison_shows_in_the_read_outs(string device)
    {
        (DeviceModel model, List<RecordedCommand> commands, int uploaded) = Record(device);
        int xnor = model.Standard.FindCommand(PimOperation.XnorAccumulate);
        int[] comparisons = [.. Enumerable.Range(uploaded, commands.Count - uploaded).Where(i => commands[i].Command.Command == xnor)];
        byte[][] expected = [.. commands.Where(c => c.Output.Length > 0).Select(c => c.Output)];
        foreach (int at in (int[])[comparisons[^1], comparisons[^2]])
        {
            List<RecordedCommand> without = [.. commands];
            without.RemoveAt(at);
            Assert.NotEqual(expected, Execute(model, without));

            List<RecordedCommand> altered = [.. commands];
            CommandOperands o = altered[at].Command.Operands with { Count = (short)(altered[at].Command.Operands.Count - 1) };
            altered[at] = altered[at] with { Command = altered[at].Command with { Operands = o } };
            Assert.NotEqual(expected, Execute(model, altered));
        }
    }

    /// <summary>
    /// Row and column commands go over buses of their own; still no command may act on what is not there yet. What the
    /// device sees, the order of cycles, gives the same as the order of the program.
    /// </summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void The_order_of_cycles_gives_the_same_as_the_order_of_the_program(string device)
    {
        (DeviceModel model, List<RecordedCommand> commands, int uploaded) = Record(device);
        Assert.True(commands.Skip(uploaded).Min(c => c.Command.Cycle) >= Start && commands.Take(uploaded).Max(c => c.Command.Cycle) < Start);
        foreach (IGrouping<(short, byte), RecordedCommand> domain in commands.GroupBy(c => (c.Command.Channel, c.Command.PseudoChannel)))
        {
            RecordedCommand[] sorted = [.. domain.OrderBy(c => c.Command.Cycle)];
            Assert.Equal(domain.Where(c => c.Output.Length > 0).Select(c => c.Output), Execute(model, sorted));
        }
    }

    /// <summary>Records upload and inference of a network that ends in counts; also the number of commands of the upload.</summary>
    private static (DeviceModel Model, List<RecordedCommand> Commands, int Uploaded) Record(string device, params string[] overrides)
    {
        BnnNetwork network = ClipNetwork.Make(3);
        var last = (DenseNode)network.Nodes[^1];
        var counting = new BnnNetwork
        {
            Name = network.Name,
            Input = network.Input,
            Classes = network.Classes,
            Nodes = [.. network.Nodes.SkipLast(1), last with { Weights = new ClippedWeights(((RealWeights)last.Weights).Values, -0.3f, 0.3f), Bias = null }],
        };
        return Record(device, counting, overrides);
    }

    private static (DeviceModel Model, List<RecordedCommand> Commands, int Uploaded) Record(string device, BnnNetwork network, params string[] overrides)
    {
        DeviceModel model = SmallDevice.Load(device, overrides);
        var sink = new RecordingSink();
        var run = new DeviceRun(network, model, reference: true, new UploadOptions { Sink = sink, Images = 4 });
        int uploaded = sink.Commands.Count;
        var options = new RunOptions { Reference = true, Sink = sink, CycleOffset = Start };
        Assert.True(run.Upload.Run.Cycles < options.CycleOffset);
        InferenceRun result = run.Driver.Run(new RandomImages(network, 4, 1), options, CancellationToken.None);
        Assert.Equal(result.CommandsExecuted, sink.Commands.Count - uploaded);
        return (model, sink.Commands, uploaded);
    }

    private static bool IsTrigger(DeviceModel model, RecordedCommand c) =>
        model.Standard.Commands[c.Command.Command].Operation is PimOperation.XnorAccumulate or PimOperation.Threshold or PimOperation.Pool or PimOperation.LoadInput or PimOperation.Pack or PimOperation.ReadOut;

    private static CommandOperands Addresses(CommandOperands o) => new() { Row = o.Row, Bank = o.Bank, Column = o.Column, Parity = o.Parity, Unit = o.Unit };

    private static List<byte[]> Execute(DeviceModel model, IEnumerable<RecordedCommand> commands)
    {
        var device = new PimDevice(model, PowerUp);
        var port = new ReplayPort();
        Organization o = model.Organization;
        foreach (RecordedCommand c in commands)
        {
            port.Input = c.Input;
            TimedCommand t = c.Command;
            device.Cores[(((t.Channel * o.PseudoChannels) + t.PseudoChannel) * o.Ranks) + t.Rank].Execute(t, port);
        }

        return port.Outputs;
    }

    private sealed class ReplayPort : IHostPort
    {
        public byte[] Input { get; set; } = [];

        public List<byte[]> Outputs { get; } = [];

        public ReadOnlySpan<byte> NextInput(int domain) => Input;

        public void OnOutput(int domain, ReadOnlySpan<byte> burst) => Outputs.Add(burst.ToArray());
    }
}
