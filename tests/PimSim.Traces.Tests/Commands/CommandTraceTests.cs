using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Commands;

public sealed class CommandTraceTests
{
    private static readonly DeviceModel Device = TestDevice.Create();

    [Fact]
    public void What_is_written_is_read_back() => TraceGen.Commands(300).ForEach(60, commands =>
    {
        using MemoryStream stream = new(TraceGen.Write(commands));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        TraceGen.AssertEqual(commands, [.. reader.ReadAll(TestContext.Current.CancellationToken)]);
        Assert.Null(reader.Truncation);
    });

    [Fact]
    public void Streams_of_one_byte_a_call_are_read() => TraceGen.Commands(80).ForEach(10, commands =>
    {
        using OneByteStream stream = new(TraceGen.Write(commands));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        TraceGen.AssertEqual(commands, [.. reader.ReadAll(Device, TestContext.Current.CancellationToken)]);
    });

    [Fact]
    public void Many_chunks_are_read_back_and_the_bytes_repeat()
    {
        TracedCommand[] commands = TraceGen.Make((3 * TraceLimits.ChunkCommands) + 17, 5);
        byte[] bytes = TraceGen.Write(commands);
        Assert.Equal(bytes, TraceGen.Write(commands));
        using MemoryStream stream = new(bytes);
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        TraceGen.AssertEqual(commands, [.. reader.ReadAll(Device, TestContext.Current.CancellationToken)]);
    }

    [Fact]
    public void The_header_is_read_back()
    {
        using MemoryStream stream = new(TraceGen.Write([]));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        CommandTraceHeader expected = TraceGen.Header();
        Assert.Equal(expected.DeviceName, reader.Header.DeviceName);
        Assert.Equal(expected.DeviceHash, reader.Header.DeviceHash);
        Assert.Equal(expected.ClockPs, reader.Header.ClockPs);
        Assert.Equal(expected.CommandNames, reader.Header.CommandNames, StringComparer.Ordinal);
        Assert.Equal(expected.Provenance, reader.Header.Provenance);
        Assert.Equal(expected.Streams.Select(s => s.Name), reader.Header.Streams.Select(s => s.Name), StringComparer.Ordinal);
        Assert.Equal(expected.Streams.Select(s => s.Element), reader.Header.Streams.Select(s => s.Element));
        Assert.Equal(expected.Streams.SelectMany(s => s.Shape), reader.Header.Streams.SelectMany(s => s.Shape));
    }

    [Fact]
    public void Ids_are_mapped_by_name()
    {
        TracedCommand[] commands = TraceGen.Make(100, 9);
        DeviceModel reversed = TestDevice.Create(Device.Standard.Commands.Select(c => c.Name).Reverse());
        using MemoryStream stream = new(TraceGen.Write(commands));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        TracedCommand[] read = [.. reader.ReadAll(reversed, TestContext.Current.CancellationToken)];
        Assert.Equal(
            commands.Select(c => Device.Standard.Commands[c.Command.Command].Name),
            read.Select(c => reversed.Standard.Commands[c.Command.Command].Name),
            StringComparer.Ordinal);
    }

    [Fact]
    public void A_regular_loop_packs_to_little()
    {
        // 40 thousand commands as a program issues them: one column after another, row by row.
        TracedCommand[] commands =
        [
            .. Enumerable.Range(0, 40_000).Select(i => new TracedCommand(
                new TimedCommand(i * 8L, 4, 0, 0, 0, new CommandOperands { Column = (short)(i % 8), Count = 8, Register = (short)(i % 4) }),
                default,
                default)),
        ];
        Assert.InRange(TraceGen.Write(commands).Length, 1, 40_000);
    }

    [Fact]
    public void Commands_out_of_order_are_refused_by_the_writer()
    {
        using MemoryStream stream = new();
        using CommandTraceWriter writer = new(stream, TraceGen.Header());
        writer.Add(new TimedCommand(10, 0, 0, 0, 0, default));
        writer.Add(new TimedCommand(5, 0, 1, 0, 0, default));
        Assert.Throws<InternalErrorException>(() => writer.Add(new TimedCommand(9, 0, 0, 0, 0, default)));
        Assert.Throws<InternalErrorException>(() => writer.Add(new TimedCommand(11, 99, 0, 0, 0, default)));
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using MemoryStream stream = new(TraceGen.Write(TraceGen.Make(10, 1)));
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        Assert.Throws<OperationCanceledException>(() => reader.ReadAll(new CancellationToken(canceled: true)).Count());
    }
}
