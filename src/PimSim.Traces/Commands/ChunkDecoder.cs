using System.Buffers;
using MessagePack;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Reads what <see cref="ChunkEncoder"/> writes, taking nothing on trust.</summary>
internal static class ChunkDecoder
{
    /// <summary>The commands of a chunk; payloads and slices are in memory of their own.</summary>
    /// <exception cref="MessagePackSerializationException">Not what the encoder writes (and the other exceptions of <see cref="TraceFaults.IsMalformed"/>).</exception>
    public static TracedCommand[] Decode(byte[] bytes, int commandNames, IReadOnlyList<ResultStream> streams)
    {
        MessagePackReader reader = new(bytes);
        if (reader.ReadArrayHeader() != ChunkEncoder.Members)
        {
            throw Malformed("it has another number of members");
        }

        int count = reader.ReadInt32();
        if (count is < 1 or > TraceLimits.MaximumChunkCommands)
        {
            throw Malformed($"it claims {count} commands");
        }

        long[] command = Column(ref reader, count, "command", 0, commandNames - 1);
        long[] channel = Sums(Column(ref reader, count, "channel"), "channel", short.MaxValue);
        long[] pseudoChannel = Sums(Column(ref reader, count, "pseudo-channel"), "pseudo-channel", byte.MaxValue);
        long[] rank = Sums(Column(ref reader, count, "rank"), "rank", byte.MaxValue);
        long[] cycle = Column(ref reader, count, "cycle");
        CommandOperands[] operands = Operands(ref reader, command);
        long[] lengths = Column(ref reader, count, "payload length", 0, TraceLimits.MaximumPayloadBytes);
        byte[] payload = reader.ReadBytes()?.ToArray() ?? throw Malformed("the payloads are missing");
        if (lengths.Sum() != payload.Length)
        {
            throw Malformed($"its payloads take {payload.Length} bytes instead of {lengths.Sum()}");
        }

        ReadOnlyMemory<StreamSlice>[] slices = Slices(ref reader, count, streams);
        if (!reader.End)
        {
            throw Malformed("bytes follow it");
        }

        return Join(command, channel, pseudoChannel, rank, cycle, operands, lengths, payload, slices);
    }

    private static TracedCommand[] Join(long[] command, long[] channel, long[] pseudoChannel, long[] rank, long[] cycle, CommandOperands[] operands, long[] lengths, byte[] payload, ReadOnlyMemory<StreamSlice>[] slices)
    {
        TracedCommand[] result = new TracedCommand[command.Length];
        Dictionary<(long, long, long), long> lastCycle = [];
        int offset = 0;
        for (int i = 0; i < result.Length; i++)
        {
            (long, long, long) domain = (channel[i], pseudoChannel[i], rank[i]);
            long at = checked(lastCycle.GetValueOrDefault(domain) + cycle[i]);
            if (at < 0)
            {
                throw Malformed($"a cycle is {at}");
            }

            lastCycle[domain] = at;
            TimedCommand timed = new(at, (short)command[i], (short)channel[i], (byte)pseudoChannel[i], (byte)rank[i], operands[i]);
            result[i] = new TracedCommand(timed, payload.AsMemory(offset, (int)lengths[i]), slices.Length == 0 ? default : slices[i]);
            offset += (int)lengths[i];
        }

        return result;
    }

    private static CommandOperands[] Operands(ref MessagePackReader reader, long[] command)
    {
        CommandOperands[] operands = new CommandOperands[command.Length];
        Dictionary<long, long> last = [];
        foreach (OperandColumn operand in OperandColumn.All)
        {
            long[] differences = Column(ref reader, command.Length, operand.Name);
            last.Clear();
            for (int i = 0; i < operands.Length; i++)
            {
                long value = checked(last.GetValueOrDefault(command[i]) + differences[i]);
                if (value < operand.Minimum || value > operand.Maximum)
                {
                    throw Malformed($"{operand.Name} is {value}");
                }

                last[command[i]] = value;
                operand.Set(ref operands[i], value);
            }
        }

        return operands;
    }

    private static ReadOnlyMemory<StreamSlice>[] Slices(ref MessagePackReader reader, int commands, IReadOnlyList<ResultStream> streams)
    {
        int numbers = reader.ReadArrayHeader();
        if (numbers % 6 != 0)
        {
            throw Malformed("its slices are incomplete");
        }

        if (numbers == 0)
        {
            return [];
        }

        StreamSlice[] all = new StreamSlice[numbers / 6];
        var byCommand = new ReadOnlyMemory<StreamSlice>[commands];
        int command = 0;
        int start = 0;
        for (int i = 0; i < all.Length; i++)
        {
            int step = reader.ReadInt32();
            if (step < 0 || step >= commands - command)
            {
                throw Malformed("a slice belongs to no command");
            }

            start = step > 0 ? i : start;
            command += step;
            all[i] = new StreamSlice(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            if (SliceRules.Fault(all[i], streams) is { } fault)
            {
                throw Malformed($"a slice is wrong: {fault}");
            }

            byCommand[command] = all.AsMemory(start, i + 1 - start);
        }

        return byCommand;
    }

    private static long[] Column(ref MessagePackReader reader, int count, string name, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        long[] values = new long[count];
        if (reader.TryReadNil())
        {
            return values;
        }

        if (reader.ReadArrayHeader() != count)

        {

            throw Malformed($"column {name} has another length");

        }

        for (int i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt64();
            if (values[i] < minimum || values[i] > maximum)
            {
                throw Malformed($"{name} is {values[i]}");
            }
        }

        return values;
    }

    private static long[] Sums(long[] differences, string name, long maximum)
    {
        long value = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            value = checked(value + differences[i]);
            if (value < 0 || value > maximum)
            {
                throw Malformed($"{name} is {value}");
            }

            differences[i] = value;
        }

        return differences;
    }

    private static MessagePackSerializationException Malformed(string what) => new(what);
}
