using PimSim.Models;
using PimSim.Traces.Tests.Commands.Foreign;
using PimSim.Traces.Tests.Requests;

namespace PimSim.Traces.Tests;

/// <summary>The small examples of every format in the folder traces.</summary>
public sealed class ShippedExampleTests
{
    [Theory]
    [InlineData("requests.pimtrace", RequestFormat.Native)]
    [InlineData("requests.dramsim3.trace", RequestFormat.DramSim3)]
    [InlineData("requests.stl", RequestFormat.DramSys)]
    [InlineData("requests.rstl", RequestFormat.DramSysRelative)]
    [InlineData("requests.ramulator.trace", RequestFormat.Ramulator)]
    [InlineData("requests.ramulator-rw.trace", RequestFormat.RamulatorReadWrite)]
    public void All_request_traces_say_the_same(string name, RequestFormat format)
    {
        using RequestTrace reference = RequestTraces.Open(CommandGen.RepositoryFile("requests.dramsim3.trace.gz"));
        Request[] expected = RequestGen.AsKept(format, RequestGen.ReadAll(reference));
        using RequestTrace trace = RequestTraces.Open(CommandGen.RepositoryFile(name));
        Assert.Equal(format, trace.Format);
        Assert.Equal(expected, RequestGen.ReadAll(trace));
        Assert.Equal(200, expected.Length);
    }

    [Theory]
    [InlineData("commands.ramulator.csv", CommandFormat.Ramulator, 200)]
    [InlineData("commands.pimtrace", CommandFormat.Native, 200)]
    [InlineData("commands.dramsim3.txt", CommandFormat.DramSim3, 200)]
    [InlineData("commands.dramsys.tdb", CommandFormat.DramSys, 200)]
    public void All_command_traces_are_read(string name, CommandFormat format, int count)
    {
        using TraceFile file = TraceFile.Open(CommandGen.RepositoryFile(name));
        Assert.Equal(format, file.CommandFormat);
        TimedCommand[] commands = CommandGen.ReadFile(CommandGen.RepositoryFile(name), CommandGen.Ddr4);
        Assert.Equal(count, commands.Length);
        Assert.Equal("ACT", CommandGen.NameOf(commands[0], CommandGen.Ddr4));
    }

    [Fact]
    public void The_native_command_trace_is_that_of_ramulator() => Assert.Equal(
        CommandGen.ReadFile(CommandGen.RepositoryFile("commands.ramulator.csv"), CommandGen.Ddr4),
        CommandGen.ReadFile(CommandGen.RepositoryFile("commands.pimtrace"), CommandGen.Ddr4));
}
