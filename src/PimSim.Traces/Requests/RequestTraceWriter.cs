using System.IO.Compression;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes a request trace in any format, as the requests come. Equal input gives equal bytes. Not thread-safe.</summary>
public sealed class RequestTraceWriter
{
    private readonly IRequestEncoder encoder;
    private readonly RequestTraceHeader header;
    private long lastCycle;
    private bool complete;

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="format">How; <see cref="RequestFormat.Ramulator"/> and <see cref="RequestFormat.RamulatorReadWrite"/> leave out cycles.</param>
    /// <param name="header">Data that each write carries, which native traces and those of DRAMSys keep, and the provenance, which native ones keep.</param>
    public RequestTraceWriter(Stream stream, RequestFormat format, RequestTraceHeader? header = null)
    {
        Format = format;
        this.header = header ?? new RequestTraceHeader();
        encoder = format == RequestFormat.Native ? new NativeRequestEncoder(stream, this.header) : new TextRequestEncoder(stream, format);
    }

    /// <summary>The format written.</summary>
    public RequestFormat Format { get; }

    /// <summary>Requests written so far.</summary>
    public long Requests { get; private set; }

    /// <summary>Writes a file that is complete or not there; gzip when its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How.</param>
    /// <param name="header">As in the constructor.</param>
    /// <param name="write">Adds the requests; the end is written after it.</param>
    /// <exception cref="UserErrorException">PIM0020: the file cannot be written.</exception>
    public static void Write(string path, RequestFormat format, RequestTraceHeader? header, Action<RequestTraceWriter> write) => AtomicFile.Write(path, file =>
    {
        using Stream? gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
        RequestTraceWriter writer = new(gzip ?? file, format, header);
        write(writer);
        writer.Complete();
    });

    /// <summary>Appends a request.</summary>
    /// <param name="request">Its cycle is not below that of the one before.</param>
    /// <param name="data">What a write carries, as long as the header says; ignored for reads.</param>
    /// <exception cref="InternalErrorException">The cycle falls, or the data have another length.</exception>
    public void Add(in Request request, ReadOnlySpan<byte> data = default)
    {
        if (complete || request.Cycle < lastCycle || (request.IsWrite && data.Length != this.header.DataBytes))
        {
            throw new InternalErrorException($"{request} with {data.Length} bytes cannot be put into a trace whose last cycle is {lastCycle}");
        }

        lastCycle = request.Cycle;
        this.encoder.Add(request, request.IsWrite ? data : default);
        Requests++;
    }

    /// <summary>Appends requests and the data of their writes, one after another.</summary>
    /// <inheritdoc cref="Add(in Request, ReadOnlySpan{byte})"/>
    public void Add(ReadOnlySpan<Request> requests, ReadOnlySpan<byte> data = default)
    {
        int at = 0;
        foreach (ref readonly Request request in requests)
        {
            int length = request.IsWrite ? this.header.DataBytes : 0;
            Add(request, data.Slice(at, length));
            at += length;
        }
    }

    /// <summary>Writes what is left and the end; a native trace without it reads as cut.</summary>
    public void Complete()
    {
        complete = true;
        this.encoder.Complete();
    }
}
