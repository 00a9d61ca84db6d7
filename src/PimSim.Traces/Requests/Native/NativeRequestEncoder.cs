using System.Buffers;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Writes a native request trace: container of Core, format Trace, with a header of kind <c>requests</c> and sections 2, each
/// a <see cref="RequestChunk"/>. Not packed with LZ4: the columns are small as they are, and are read without unpacking.
/// </summary>
internal sealed class NativeRequestEncoder : IRequestEncoder
{
    private readonly ContainerWriter container;
    private readonly Request[] requests = new Request[TraceLimits.ChunkRequests];
    private readonly ArrayBufferWriter<byte> data = new();
    private byte[] chunk = [];
    private int count;

    public NativeRequestEncoder(Stream stream, RequestTraceHeader header) =>
        container = new ContainerWriter(stream, ContainerFormat.Trace, TraceLimits.Version, RequestHeaderCodec.Encode(header));

    public void Add(in Request request, ReadOnlySpan<byte> data)
    {
        this.requests[count] = request;
        count++;
        this.data.Write(data);
        if (count == this.requests.Length || this.data.WrittenCount >= TraceLimits.ChunkDataBytes)
        {
            Flush();
        }
    }

    public void Complete()
    {
        Flush();
        this.container.Complete();
    }

    private void Flush()
    {
        if (count == 0)
        {
            return;
        }

        int most = RequestChunk.MaximumBytes + this.data.WrittenCount;
        if (chunk.Length < most)
        {
            chunk = new byte[most];
        }

        int length = RequestChunk.Encode(this.requests.AsSpan(0, count), chunk);
        this.data.WrittenSpan.CopyTo(chunk.AsSpan(length));
        length += this.data.WrittenCount;
        chunk.AsSpan(length, RequestChunk.PaddingBytes).Clear();
        this.container.AddSection(TraceLimits.RequestChunkSection, chunk.AsSpan(0, length + RequestChunk.PaddingBytes));
        count = 0;
        this.data.ResetWrittenCount();
    }
}
