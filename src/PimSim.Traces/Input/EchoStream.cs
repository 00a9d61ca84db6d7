namespace PimSim.Traces;

/// <summary>Reads from another stream, which stays open, and keeps what it gave.</summary>
internal sealed class EchoStream(Stream source) : ForwardStream(source, leaveOpen: true)
{
    private readonly MemoryStream given = new();

    /// <summary>All bytes read so far.</summary>
    public byte[] Given => this.given.ToArray();

    public override int Read(Span<byte> buffer)
    {
        int count = Owned.Read(buffer);
        this.given.Write(buffer[..count]);
        return count;
    }
}
