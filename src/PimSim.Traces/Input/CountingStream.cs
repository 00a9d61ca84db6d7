namespace PimSim.Traces;

/// <summary>The bytes of a file as they are stored: counts them and remembers the last ones. Owns the inner stream.</summary>
internal sealed class CountingStream(Stream inner) : ForwardStream(inner)
{
    /// <summary>How many of the last bytes are remembered: those of a gzip trailer.</summary>
    public const int TailBytes = 8;

    private readonly byte[] tail = new byte[TailBytes];

    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The last bytes that were read; zeros in front where there were fewer.</summary>
    public ReadOnlySpan<byte> Tail => tail;

    public override int Read(Span<byte> buffer)
    {
        int count = Owned.Read(buffer);
        BytesRead += count;
        if (count >= TailBytes)
        {
            buffer[(count - TailBytes)..count].CopyTo(tail);
        }
        else if (count > 0)
        {
            tail.AsSpan(count).CopyTo(tail);
            buffer[..count].CopyTo(tail.AsSpan(TailBytes - count));
        }

        return count;
    }
}
