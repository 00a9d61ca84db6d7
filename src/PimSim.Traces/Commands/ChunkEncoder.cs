using System.Buffers;
using MessagePack;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// A chunk as MessagePack, by columns of differences, so that the regular loops of a program pack to almost nothing.
/// </summary>
/// <remarks>
/// <code>
/// array of 22:
///   number of commands N
///   19 columns, each nil (all 0) or an array of N integers:
///     command     as it is
///     channel, pseudo-channel, rank   minus those of the command before
///     cycle       minus that of the command before in the same (channel, pseudo-channel, rank)
///     13 operands (OperandColumn.All)   minus those of the last earlier command of the same kind
///     payload length in bytes, as it is
///   bin: all payloads
///   array of 6 S integers: command index minus the last one, stream, first, skip, count, step
/// </code>
/// Every difference is taken from 0 where there is no earlier command in the chunk.
/// </remarks>
internal sealed class ChunkEncoder
{
    public const int Members = 3 + 5 + 13 + 1;

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Dictionary<(short, byte, byte), long> lastCycle = [];
    private readonly Dictionary<short, CommandOperands> lastOperands = [];
    private CommandOperands[] bases = [];
    private long[] column = [];

    /// <summary>The bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(TraceChunk chunk)
    {
        int count = chunk.Commands.Count;
        if (column.Length < count)
        {
            column = new long[count];
            bases = new CommandOperands[count];
        }

        buffer.ResetWrittenCount();
        MessagePackWriter writer = new(buffer);
        writer.WriteArrayHeader(Members);
        writer.Write(count);
        WritePlaces(ref writer, chunk);
        WriteCycles(ref writer, chunk);
        WriteOperands(ref writer, chunk);
        for (int i = 0; i < count; i++)
        {
            column[i] = chunk.PayloadLengths[i];
        }

        WriteColumn(ref writer, count);
        writer.Write(chunk.Payload.GetBuffer().AsSpan(0, (int)chunk.Payload.Length));
        WriteSlices(ref writer, chunk);
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteSlices(ref MessagePackWriter writer, TraceChunk chunk)
    {
        writer.WriteArrayHeader(chunk.Slices.Count * 6);
        int last = 0;
        foreach ((int command, StreamSlice slice) in chunk.Slices)
        {
            writer.Write(command - last);
            writer.Write(slice.Stream);
            writer.Write(slice.First);
            writer.Write(slice.Skip);
            writer.Write(slice.Count);
            writer.Write(slice.Step);
            last = command;
        }
    }

    private void WritePlaces(ref MessagePackWriter writer, TraceChunk chunk)
    {
        WriteDifferences(ref writer, chunk, c => c.Command, fromBefore: false);
        WriteDifferences(ref writer, chunk, c => c.Channel, fromBefore: true);
        WriteDifferences(ref writer, chunk, c => c.PseudoChannel, fromBefore: true);
        WriteDifferences(ref writer, chunk, c => c.Rank, fromBefore: true);
    }

    private void WriteDifferences(ref MessagePackWriter writer, TraceChunk chunk, Func<TimedCommand, long> get, bool fromBefore)
    {
        long before = 0;
        for (int i = 0; i < chunk.Commands.Count; i++)
        {
            long value = get(chunk.Commands[i]);
            column[i] = value - before;
            before = fromBefore ? value : 0;
        }

        WriteColumn(ref writer, chunk.Commands.Count);
    }

    private void WriteCycles(ref MessagePackWriter writer, TraceChunk chunk)
    {
        lastCycle.Clear();
        for (int i = 0; i < chunk.Commands.Count; i++)
        {
            TimedCommand command = chunk.Commands[i];
            (short, byte, byte) domain = (command.Channel, command.PseudoChannel, command.Rank);
            column[i] = command.Cycle - lastCycle.GetValueOrDefault(domain);
            lastCycle[domain] = command.Cycle;
        }

        WriteColumn(ref writer, chunk.Commands.Count);
    }

    private void WriteOperands(ref MessagePackWriter writer, TraceChunk chunk)
    {
        int count = chunk.Commands.Count;
        lastOperands.Clear();
        for (int i = 0; i < count; i++)
        {
            TimedCommand command = chunk.Commands[i];
            bases[i] = lastOperands.GetValueOrDefault(command.Command);
            lastOperands[command.Command] = command.Operands;
        }

        foreach (OperandColumn operand in OperandColumn.All)
        {
            for (int i = 0; i < count; i++)
            {
                column[i] = operand.Get(chunk.Commands[i].Operands) - operand.Get(bases[i]);
            }

            WriteColumn(ref writer, count);
        }
    }

    private void WriteColumn(ref MessagePackWriter writer, int count)
    {
        ReadOnlySpan<long> values = column.AsSpan(0, count);
        if (!values.ContainsAnyExcept(0L))
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(count);
        foreach (long value in values)
        {
            writer.Write(value);
        }
    }
}
