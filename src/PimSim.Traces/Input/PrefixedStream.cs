namespace PimSim.Traces;

/// <summary>Bytes that were read already, then the rest of the stream that they came from. Owns that stream.</summary>
internal sealed class PrefixedStream(byte[] start, Stream rest) : ForwardStream(rest)
{
    private int given;

    /// <summary>Reads the first bytes of a stream, at most so many; fewer only where there are fewer.</summary>
    public static byte[] ReadStart(Stream stream, int bytes)
    {
        byte[] start = new byte[bytes];
        int count = stream.ReadAtLeast(start, bytes, throwOnEndOfStream: false);
        return count == bytes ? start : start[..count];
    }

    public override int Read(Span<byte> buffer)
    {
        if (given == start.Length)
        {
            return Owned.Read(buffer);
        }

        int count = Math.Min(buffer.Length, start.Length - given);
        start.AsSpan(given, count).CopyTo(buffer);
        given += count;
        return count;
    }
}
