using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Reads a native request trace chunk by chunk in memory that is used again. A batch never crosses a chunk where data are kept.
/// </summary>
internal sealed class NativeRequestReader : IRequestReader
{
    private readonly string file;
    private readonly bool keepData;
    private readonly ContainerStreamReader container;
    private readonly ContainerSectionBuffer section = new();
    private readonly RequestChunkDecoder decoder;
    private int blockAt;
    private int blockEnd;
    private int writesGiven;
    private int dataStart;
    private int dataLength;
    private long chunks;
    private long requests;
    private long lastCycle;

    /// <exception cref="UserErrorException">PIM0010 to PIM0016 of the container, PIM0500, PIM0501.</exception>
    public NativeRequestReader(Stream input, string file, RequestReadOptions options)
    {
        this.file = file;
        keepData = options.KeepData;
        container = ContainerReader.Sections(input, file, ContainerFormat.Trace, new VersionRange(TraceLimits.Version, TraceLimits.Version));
        Header = RequestHeaderCodec.Decode(container.Header, file);
        decoder = new RequestChunkDecoder(Header.DataBytes);
    }

    /// <inheritdoc cref="NativeRequestReader(Stream, string, RequestReadOptions)"/>
    public NativeRequestReader(TraceInput input, RequestReadOptions options)
        : this(input, input.FileName, options)
    {
    }

    /// <summary>What the trace says about itself.</summary>
    public RequestTraceHeader Header { get; }

    /// <inheritdoc/>
    public int DataBytes => Header.DataBytes;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> WriteData => this.section.Bytes.Slice(dataStart, dataLength);

    /// <inheritdoc/>
    public Diagnostic? Truncation => this.container.Truncation;

    /// <inheritdoc/>
    public int Read(Span<Request> buffer)
    {
        int count = 0;
        (dataStart, dataLength) = (0, 0);
        while (count < buffer.Length)
        {
            if (blockAt == blockEnd)
            {
                bool isChunkEnd = !this.decoder.HasBlocks;
                if ((isChunkEnd && count > 0 && this.keepData) || (isChunkEnd && !TryStartChunk()))
                {
                    break;
                }

                NextBlock();
            }

            int taken = Math.Min(buffer.Length - count, blockEnd - blockAt);
            this.decoder.Block.Slice(blockAt, taken).CopyTo(buffer[count..]);
            blockAt += taken;
            count += taken;
        }

        if (this.keepData && DataBytes > 0)
        {
            FindData(buffer[..count]);
        }

        return count;
    }

    private bool TryStartChunk()
    {
        if (!this.container.TryReadNext(this.section))
        {
            return false;
        }

        if (this.section.Id != TraceLimits.RequestChunkSection)
        {
            throw TraceFaults.SectionId(this.file, this.section.Id);
        }

        if (this.decoder.Start(this.section.Bytes) is { } fault)
        {
            throw TraceFaults.RequestChunk(this.file, chunks, fault);
        }

        writesGiven = 0;
        chunks++;
        return true;
    }

    private void NextBlock()
    {
        ReadOnlySpan<Request> decoded = this.decoder.Next(this.section.Bytes, out string? fault);
        if (fault is not null)
        {
            throw TraceFaults.RequestChunk(this.file, chunks - 1, fault);
        }

        if (decoded[0].Cycle < lastCycle)
        {
            throw TraceFaults.RequestsBackwards(this.file, requests, decoded[0].Cycle, lastCycle);
        }

        lastCycle = decoded[^1].Cycle;
        requests += decoded.Length;
        (blockAt, blockEnd) = (0, decoded.Length);
    }

    private void FindData(ReadOnlySpan<Request> batch)
    {
        int writes = 0;
        foreach (Request request in batch)
        {
            writes += request.IsWrite ? 1 : 0;
        }

        dataStart = this.decoder.DataStart + (writesGiven * DataBytes);
        dataLength = writes * DataBytes;
        writesGiven += writes;
    }
}
