using System.Buffers;
using MessagePack;
using static PimSim.Traces.HeaderFields;

namespace PimSim.Traces;

/// <summary>A trace header as MessagePack: a map of named members in fixed order, every one required.</summary>
internal static class HeaderCodec
{
    public const string Kind = "commands";

    public static byte[] Encode(CommandTraceHeader header)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteMapHeader(7);
        writer.Write("kind");
        writer.Write(Kind);
        writer.Write("device");
        writer.Write(header.DeviceName);
        writer.Write("deviceHash");
        writer.Write(header.DeviceHash);
        writer.Write("clockPs");
        writer.Write(header.ClockPs);
        writer.Write("commands");
        writer.WriteArrayHeader(header.CommandNames.Count);
        foreach (string name in header.CommandNames)
        {
            writer.Write(name);
        }

        writer.Write("provenance");
        HeaderFields.Write(ref writer, header.Provenance);
        writer.Write("streams");
        writer.WriteArrayHeader(header.Streams.Count);
        foreach (ResultStream stream in header.Streams)
        {
            writer.WriteArrayHeader(3);
            writer.Write(stream.Name);
            writer.Write(ElementName(stream.Element));
            writer.WriteArrayHeader(stream.Shape.Count);
            foreach (int extent in stream.Shape)
            {
                writer.Write(extent);
            }
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="Core.UserErrorException">PIM0500, PIM0501.</exception>
    public static CommandTraceHeader Decode(byte[] bytes, string file)
    {
        try
        {
            MessagePackReader reader = new(bytes);
            int members = HeaderFields.Start(ref reader, Kind, file);
            Expect(members == 7, "it has another number of members");
            Member(ref reader, "device");
            string name = Text(ref reader);
            Member(ref reader, "deviceHash");
            string hash = Text(ref reader);
            Member(ref reader, "clockPs");
            double clock = reader.ReadDouble();
            Expect(double.IsFinite(clock) && clock > 0, "the clock is not above 0");
            Member(ref reader, "commands");
            string[] commands = Names(ref reader);
            Member(ref reader, "provenance");
            KeyValuePair<string, string>[] provenance = Pairs(ref reader);
            Member(ref reader, "streams");
            ResultStream[] streams = Streams(ref reader);
            Expect(reader.End, "bytes follow it");
            return new CommandTraceHeader
            {
                DeviceName = name,
                DeviceHash = hash,
                ClockPs = clock,
                CommandNames = commands,
                Provenance = provenance,
                Streams = streams,
            };
        }
        catch (Exception e) when (TraceFaults.IsMalformed(e))
        {
            throw TraceFaults.Header(file, e.Message);
        }
    }

    private static string[] Names(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        Expect(count is >= 1 and <= TraceLimits.MaximumNames, $"it names {count} commands");
        string[] names = new string[count];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            names[i] = Text(ref reader);
            Expect(seen.Add(names[i]), $"it names the command '{names[i]}' twice");
        }

        return names;
    }

    private static ResultStream[] Streams(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        Expect(count <= TraceLimits.MaximumStreams, $"it has {count} result streams");
        ResultStream[] streams = new ResultStream[count];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            Expect(reader.ReadArrayHeader() == 3, "a result stream has other than 3 members");
            string name = Text(ref reader);
            Expect(seen.Add(name), $"it has the result stream '{name}' twice");
            StreamElement element = ParseElement(Text(ref reader));
            int rank = reader.ReadArrayHeader();
            Expect(rank is >= 1 and <= TraceLimits.MaximumRank, $"result stream '{name}' has {rank} dimensions");
            int[] shape = new int[rank];
            long length = 1;
            for (int d = 0; d < rank; d++)
            {
                shape[d] = reader.ReadInt32();
                Expect(shape[d] >= 1 && (length *= shape[d]) <= TraceLimits.MaximumStreamElements, $"result stream '{name}' has an impossible size");
            }

            streams[i] = new ResultStream(name, element, shape);
        }

        return streams;
    }

    private static string ElementName(StreamElement element) => element switch
    {
        StreamElement.Fp32 => "fp32",
        StreamElement.I16 => "i16",
        _ => "bits",
    };

    private static StreamElement ParseElement(string name) => name switch
    {
        "fp32" => StreamElement.Fp32,
        "i16" => StreamElement.I16,
        "bits" => StreamElement.Bits,
        _ => throw new MessagePackSerializationException($"'{name}' is no element format"),
    };
}
