namespace PimSim.Data.Tests;

/// <summary>A file in memory that hands out one byte a read.</summary>
internal sealed class OneByteFile(byte[] content) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
}
