using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces.Tests.Commands.Foreign;
using PimSim.Traces.Tests.Requests;

namespace PimSim.Traces.Tests;

/// <summary>Traces that can be read only once, byte after byte, under a name that tells nothing.</summary>
public sealed class TraceFileTests
{
    [Theory]
    [InlineData("commands.ramulator.csv", CommandFormat.Ramulator)]
    [InlineData("commands.pimtrace", CommandFormat.Native)]
    [InlineData("commands.dramsim3.txt", CommandFormat.DramSim3)]
    [InlineData("commands.dramsys.tdb", CommandFormat.DramSys)]
    public void A_pipe_of_commands_is_told_by_its_bytes_and_read_whole(string name, CommandFormat format)
    {
        using TraceFile file = Pipe(name);
        Assert.Equal(format, file.CommandFormat);
        if (format == CommandFormat.Native)
        {
            Assert.Equal("ddr4-2400-validation", file.DeviceName());
        }

        using CommandTrace trace = file.Commands(CommandGen.Ddr4);
        var commands = new TimedCommand[1000];
        int count = 0;
        while (trace.Read(commands.AsSpan(count)) is var more and > 0)
        {
            count += more;
        }

        Assert.Equal(CommandGen.ReadFile(CommandGen.RepositoryFile(name), CommandGen.Ddr4), commands[..count]);
    }

    [Fact]
    public void A_native_trace_keeps_its_data()
    {
        using TraceFile file = Pipe("commands.pimtrace");
        using CommandTraceReader reader = file.Native();
        using CommandTraceReader direct = CommandTraceReader.Open(CommandGen.RepositoryFile("commands.pimtrace"));
        Assert.Equal(direct.Header.Provenance, reader.Header.Provenance);
        Assert.Equal(direct.ReadAll(TestContext.Current.CancellationToken).Select(c => c.Command), reader.ReadAll(TestContext.Current.CancellationToken).Select(c => c.Command));
    }

    [Theory]
    [InlineData("requests.pimtrace")]
    [InlineData("requests.dramsim3.trace")]
    [InlineData("requests.dramsim3.trace.gz")]
    [InlineData("requests.ramulator.trace")]
    public void A_pipe_of_requests_is_read_whole(string name)
    {
        using TraceFile file = Pipe(name);
        Assert.Null(file.CommandFormat);
        using RequestTrace direct = RequestTraces.Open(CommandGen.RepositoryFile(name));
        using RequestTrace trace = file.Requests();
        Assert.Equal(direct.Format, trace.Format);
        Assert.Equal(RequestGen.ReadAll(direct), RequestGen.ReadAll(trace));
    }

    [Fact]
    public void The_length_of_data_is_known_before_they_are_read()
    {
        RequestReadOptions options = new() { KeepData = true, AccessBytes = 4 };
        byte[] content = "0: read 0x0\n1: write 0x40 0x01020304\n2: read 0x80\n"u8.ToArray();
        using TraceFile file = TraceFile.Open(new OneByteStream(content), "pipe");
        Assert.Equal(4, file.RequestDataBytes(RequestFormat.DramSys, options));
        using RequestTrace trace = file.Requests(RequestFormat.DramSys, options);
        Assert.Equal([0L, 1L, 2L], RequestGen.ReadAll(trace).Select(r => r.Cycle));
    }

    [Fact]
    public void What_is_cut_in_its_header_or_nothing_at_all_is_refused()
    {
        byte[] whole = File.ReadAllBytes(CommandGen.RepositoryFile("commands.pimtrace"));
        Assert.Throws<UserErrorException>(() => TraceFile.Open(new OneByteStream(whole[..60]), "pipe"));
        using TraceFile empty = TraceFile.Open(new OneByteStream([]), "pipe");
        Assert.Null(empty.CommandFormat);
    }

    private static TraceFile Pipe(string name) => TraceFile.Open(new OneByteStream(File.ReadAllBytes(CommandGen.RepositoryFile(name))), "pipe");
}
