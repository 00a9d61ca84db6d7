namespace PimSim.Core;

/// <summary>Reads exact counts from any stream; a claim of length costs no more memory than the bytes that are really there.</summary>
/// <param name="stream">Read from where it stands; stays open.</param>
public sealed class BoundedReader(Stream stream)
{
    private const int PieceBytes = 1 << 16;

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>True with exactly <paramref name="count"/> bytes; false at an early end, with all there was.</summary>
    public bool TryRead(int count, out byte[] bytes)
    {
        long atOnce = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : PieceBytes;
        byte[] buffer = new byte[Math.Min(count, atOnce)];
        int filled = 0;
        while (true)
        {
            int got = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            filled += got;
            Position += got;
            if (filled == count || filled < buffer.Length || stream.CanSeek)
            {
                break;
            }

            Array.Resize(ref buffer, (int)Math.Min(count, 2L * buffer.Length));
        }

        bytes = filled == buffer.Length ? buffer : buffer[..filled];
        return filled == count;
    }

    /// <summary>
    /// The same into memory that is used again, which grows only as bytes are really there. What lies behind the
    /// <paramref name="count"/> bytes is of an earlier call.
    /// </summary>
    public bool TryReadInto(int count, ref byte[] buffer)
    {
        int filled = 0;
        while (true)
        {
            int wanted = Math.Min(count, buffer.Length);
            int got = stream.ReadAtLeast(buffer.AsSpan(filled, wanted - filled), wanted - filled, throwOnEndOfStream: false);
            filled += got;
            Position += got;
            if (filled == count || filled < wanted)
            {
                return filled == count;
            }

            Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, Math.Max(PieceBytes, 2L * buffer.Length)));
        }
    }
}
