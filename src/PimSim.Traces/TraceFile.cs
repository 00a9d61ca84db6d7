using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// A trace that may be of commands or of requests: opened once, so a pipe does as well as a file, told by its first bytes, and
/// handed on to what reads it. Only one of the readers can be asked for, and only once; they live as long as this.
/// </summary>
public sealed class TraceFile : IDisposable
{
    private readonly TraceInput input;

    private TraceFile(TraceInput input)
    {
        this.input = input;
    }

    /// <summary>The format of a command trace; null where it is none, but perhaps a request trace.</summary>
    public CommandFormat? CommandFormat { get; private init; }

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM0525; for a damaged native trace those of its container.</exception>
    public static TraceFile Open(string path) => Open(TraceInput.Open(path));

    /// <summary>Takes a stream, which is disposed with it and need not be seekable.</summary>
    /// <param name="stream">Positioned at the start of the trace.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    /// <exception cref="UserErrorException">As <see cref="Open(string)"/>.</exception>
    public static TraceFile Open(Stream stream, string fileName) => Open(new TraceInput(stream, fileName));

    /// <summary>The device that a native command trace names.</summary>
    /// <exception cref="UserErrorException">PIM0010 to PIM0016, PIM0500, PIM0501: it is no such trace.</exception>
    public string DeviceName() => this.input.Peek(start => new CommandTraceReader(start, this.input.FileName).Header.DeviceName);

    /// <summary>Reads a native command trace with its bus data.</summary>
    /// <exception cref="UserErrorException">As <see cref="CommandTraceReader.Open"/>.</exception>
    public CommandTraceReader Native() => new(this.input, this.input.FileName);

    /// <summary>Reads a command trace of any format.</summary>
    /// <inheritdoc cref="CommandTraces.Open(string, DeviceModel, CommandFormat?, bool)"/>
    public CommandTrace Commands(DeviceModel device, CommandFormat? format = null, bool columnRows = false) =>
        CommandTraces.Open(this.input, device, format ?? CommandFormat, columnRows);

    /// <summary>Reads a request trace.</summary>
    /// <inheritdoc cref="RequestTraces.Open(string, RequestFormat?, RequestReadOptions?)"/>
    public RequestTrace Requests(RequestFormat? format = null, RequestReadOptions? options = null) => RequestTraces.Open(this.input, format, options);

    /// <summary>
    /// Length of the data of the first write of a request trace, which is that of all; 0 where no write carries any. What lies
    /// before that write is kept in memory until it is read.
    /// </summary>
    /// <inheritdoc cref="RequestTraces.Open(string, RequestFormat?, RequestReadOptions?)"/>
    public int RequestDataBytes(RequestFormat? format = null, RequestReadOptions? options = null) => this.input.Peek(start =>
    {
        using RequestTrace trace = RequestTraces.Open(start, this.input.FileName, format, options);
        Request[] one = new Request[1];
        while (trace.Read(one) > 0)
        {
            if (one[0].IsWrite)
            {
                return trace.DataBytes;
            }
        }

        return 0;
    });

    /// <inheritdoc/>
    public void Dispose() => this.input.Dispose();

    private static TraceFile Open(TraceInput input)
    {
        try
        {
            return new TraceFile(input) { CommandFormat = FormatOf(input) };
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private static CommandFormat? FormatOf(TraceInput input)
    {
        if (!ContainerReader.IsContainer(input.Start))
        {
            return CommandFormatDetector.ByContent(input.Start);
        }

        byte[] header = input.Peek(start => ContainerReader.Sections(start, input.FileName, ContainerFormat.Trace, new VersionRange(TraceLimits.Version, TraceLimits.Version)).Header);
        return string.Equals(HeaderFields.KindOf(header), RequestHeaderCodec.Kind, StringComparison.Ordinal) ? null : Traces.CommandFormat.Native;
    }
}
