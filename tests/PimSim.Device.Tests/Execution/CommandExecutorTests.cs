using PimSim.Models;

namespace PimSim.Device.Tests;

public sealed class CommandExecutorTests
{
    [Fact]
    public void SinkSeesPayloadsOfBothDirections()
    {
        DeviceModel model = TestModels.Ddr4;
        var host = new CountingHost(model);
        var sink = new KeepingSink();
        var executor = new CommandExecutor(model, [new DomainCore(model, 0, 1)], host, sink) { CycleOffset = 1000 };
        string[] commands = ["ACT row=3", "WR column=2", "RD column=2", "PREab"];
        for (int i = 0; i < commands.Length; i++)
        {
            executor.Execute(0, DomainCoreTests.Parse(model, commands[i], i));
        }

        byte[] burst = host.Got[0];
        Assert.Equal(4, executor.Executed);
        Assert.Equal([1000L, 1001L, 1002L, 1003L], sink.Commands.Select(c => c.Cycle));
        Assert.Equal(["ACT", "WR", "RD", "PREab"], sink.Commands.Select(c => model.Standard.Commands[c.Command].Name).ToArray());
        Assert.Equal([0, 64, 0, 0], sink.Inputs.Select(b => b.Length));
        Assert.Equal([0, 0, 64, 0], sink.Outputs.Select(b => b.Length));
        Assert.Equal(burst, sink.Inputs[1]);
        Assert.Equal(burst, sink.Outputs[2]);
    }

    [Fact]
    public void DomainsWithoutCoreAreLeftOut()
    {
        DeviceModel model = TestModels.Hbm2;
        var sink = new KeepingSink();
        List<(int Domain, int Number)> barriers = [];
        DomainCore?[] cores = new DomainCore?[model.Organization.Domains];
        cores[1] = new DomainCore(model, 1, 1);
        var executor = new CommandExecutor(model, cores, new CountingHost(model), sink, (domain, number) => barriers.Add((domain, number)));
        var builder = new ProgramBuilder(1);
        builder.Command(model.Id("ACT"), default);
        builder.Barrier();
        builder.Command(model.Id("RD"), default);
        PimProgram[] programs = [.. Enumerable.Repeat(builder.Build(), cores.Length)];

        new ProgramRunner(model).Run(programs, new int[cores.Length], new ExecutingObserver(executor), CancellationToken.None);

        Assert.Equal(2, executor.Executed);
        Assert.All(sink.Commands, c => Assert.Equal((0, 1), (c.Channel, c.PseudoChannel)));
        Assert.Equal([(1, 0)], barriers);
    }

    private sealed class KeepingSink : ICommandSink
    {
        public List<TimedCommand> Commands { get; } = [];

        public List<byte[]> Inputs { get; } = [];

        public List<byte[]> Outputs { get; } = [];

        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
        {
            Commands.Add(command);
            Inputs.Add(input.ToArray());
            Outputs.Add(output.ToArray());
        }
    }
}
