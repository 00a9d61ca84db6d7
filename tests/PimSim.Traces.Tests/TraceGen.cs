using CsCheck;
using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Random traces that are legal for <see cref="TestDevice"/>.</summary>
internal static class TraceGen
{
    public static readonly ResultStream[] Streams =
    [
        new("scores", StreamElement.Fp32, [10, 3]),
        new("bits", StreamElement.Bits, [100]),
    ];

    private static readonly DeviceModel Device = TestDevice.Create();

    public static Gen<TracedCommand[]> Commands(int maximum) =>
        Gen.Select(Gen.Int[0, maximum], Gen.UInt, (count, seed) => Make(count, seed));

    public static CommandTraceHeader Header() => CommandTraceHeader.For(
        Device,
        [new("network", "net"), new("images", "2")],
        Streams);

    public static byte[] Write(IEnumerable<TracedCommand> commands)
    {
        using MemoryStream stream = new();
        using CommandTraceWriter writer = new(stream, Header());
        foreach (TracedCommand traced in commands)
        {
            writer.Add(traced.Command, traced.Payload.Span, traced.Slices.Span);
        }

        writer.Complete();
        return stream.ToArray();
    }

    public static void AssertEqual(IReadOnlyList<TracedCommand> expected, IReadOnlyList<TracedCommand> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Command, actual[i].Command);
            Assert.True(expected[i].Payload.Span.SequenceEqual(actual[i].Payload.Span), $"payload {i}");
            Assert.True(expected[i].Slices.Span.SequenceEqual(actual[i].Slices.Span), $"slices {i}");
        }
    }

    /// <summary>Loops with strides and random operands by turns, over all domains, cycles rising in each.</summary>
    public static TracedCommand[] Make(int count, uint seed)
    {
        PimSim.Core.PhiloxStream random = new(seed, 1);
        int Below(int limit) => (int)(random.NextUInt32() % (uint)limit);
        long[] cycles = new long[4];
        TracedCommand[] result = new TracedCommand[count];
        for (int i = 0; i < count; i++)
        {
            int domain = Below(4);
            cycles[domain] += Below(8) == 0 ? Below(1 << 20) : Below(5);
            short id = (short)Below(Device.Standard.Commands.Count);
            CommandEffects effects = Device.Standard.Commands[id].Effects;
            bool random16 = Below(3) == 0;
            CommandOperands operands = new()
            {
                Row = Below(64),
                Bank = (short)Below(4),
                Column = (short)(i % 8),
                Parity = (byte)Below(2),
                Unit = (byte)Below(2),
                Operation = (byte)(random16 ? Below(256) : 0),
                Groups = (byte)(random16 ? Below(256) : 0),
                Count = (short)(random16 ? Below(32768) : 8),
                Register = (short)(random16 ? Below(32768) : i % 4),
                Accumulator = (short)(random16 ? -Below(32768) : i % 8),
                Entry = (short)(random16 ? Below(32768) : 0),
                Bit = (short)(random16 ? Below(32768) : 0),
                Stride = (short)(random16 ? Below(32768) : 1),
            };
            bool bus = effects.HasFlag(CommandEffects.BusIn) || (effects.HasFlag(CommandEffects.BusOut) && Below(2) == 0);
            byte[] payload = new byte[bus ? TestDevice.AccessBytes : 0];
            for (int b = 0; b < payload.Length; b++)
            {
                payload[b] = (byte)Below(random16 ? 256 : 2);
            }

            StreamSlice[] slices = effects.HasFlag(CommandEffects.BusOut)
                ? [.. Enumerable.Range(0, Below(3)).Select(s => s == 0 ? new StreamSlice(0, Below(10), Below(2), 1, 3) : new StreamSlice(1, Below(50), Below(10), 50))]
                : [];
            result[i] = new TracedCommand(
                new TimedCommand(cycles[domain], id, (short)(domain / 2), (byte)(domain % 2), 0, operands),
                payload,
                slices);
        }

        return result;
    }
}
