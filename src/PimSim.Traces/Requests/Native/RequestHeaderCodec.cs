using System.Buffers;
using MessagePack;

namespace PimSim.Traces;

/// <summary>The header of a native request trace: a map of kind, dataBytes and provenance, every one required.</summary>
internal static class RequestHeaderCodec
{
    public const string Kind = "requests";

    public static byte[] Encode(RequestTraceHeader header)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteMapHeader(3);
        writer.Write("kind");
        writer.Write(Kind);
        writer.Write("dataBytes");
        writer.Write(header.DataBytes);
        writer.Write("provenance");
        HeaderFields.Write(ref writer, header.Provenance);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="Core.UserErrorException">PIM0500, PIM0501.</exception>
    public static RequestTraceHeader Decode(byte[] bytes, string file)
    {
        try
        {
            MessagePackReader reader = new(bytes);
            int members = HeaderFields.Start(ref reader, Kind, file);
            HeaderFields.Expect(members == 3, "it has another number of members");
            HeaderFields.Member(ref reader, "dataBytes");
            int dataBytes = reader.ReadInt32();
            HeaderFields.Expect(dataBytes is >= 0 and <= TraceLimits.MaximumPayloadBytes, $"its writes have {dataBytes} bytes");
            HeaderFields.Member(ref reader, "provenance");
            KeyValuePair<string, string>[] provenance = HeaderFields.Pairs(ref reader);
            HeaderFields.Expect(reader.End, "bytes follow it");
            return new RequestTraceHeader { DataBytes = dataBytes, Provenance = provenance };
        }
        catch (Exception e) when (TraceFaults.IsMalformed(e))
        {
            throw TraceFaults.Header(file, e.Message);
        }
    }
}
