using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>A command trace of any format that is being read, numbered as in the device's standard. Not thread-safe.</summary>
public sealed class CommandTrace : ICommandSource
{
    private readonly TraceInput input;
    private readonly ICommandReader reader;

    internal CommandTrace(TraceInput input, CommandFormat format, ICommandReader reader)
    {
        this.input = input;
        this.reader = reader;
        Format = format;
    }

    /// <summary>The format that it is in.</summary>
    public CommandFormat Format { get; }

    /// <summary>Clock period of its cycles in picoseconds, where it says so: native traces do.</summary>
    public double? ClockPs => (this.reader as NativeCommandReader)?.ClockPs;

    /// <summary>Whether the file is gzip.</summary>
    public bool IsGzip => this.input.IsGzip;

    /// <summary>Commands read so far.</summary>
    public long Commands { get; private set; }

    /// <summary>Length of the file in bytes, where it is known.</summary>
    public long? TotalBytes => this.input.StoredBytes;

    /// <summary>Bytes of the file read so far, for progress; a database is read to its end when it is opened.</summary>
    public long BytesRead => this.input.StoredBytesRead;

    /// <summary>Null, or, once the end of a native trace that was cut was met, the warning that says what is lost.</summary>
    public Diagnostic? Truncation => this.reader.Truncation;

    /// <inheritdoc/>
    public int Read(Span<TimedCommand> buffer)
    {
        int count = buffer.IsEmpty ? 0 : this.reader.Read(buffer);
        Commands += count;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.reader.Dispose();
        this.input.Dispose();
    }
}
