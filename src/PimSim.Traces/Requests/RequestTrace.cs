using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>A request trace that is being read. Not thread-safe.</summary>
public sealed class RequestTrace : IRequestSource
{
    private readonly RequestReadOptions options;
    private TraceInput input;
    private IRequestReader reader;
    private long repetition;
    private long shift;
    private long lastCycle;

    internal RequestTrace(TraceInput input, RequestFormat format, RequestReadOptions options)
    {
        this.input = input;
        this.options = options;
        Format = format;
        reader = RequestTraces.CreateReader(input, format, options);
    }

    /// <summary>The format that it is in.</summary>
    public RequestFormat Format { get; }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsGzip => this.input.IsGzip;

    /// <summary>Requests read so far.</summary>
    public long Requests { get; private set; }

    /// <summary>Length of the file in bytes, times the repetitions; null where it is not known, or no number of 64 bits.</summary>
    public long? TotalBytes => this.input.StoredBytes is { } bytes && (bytes == 0 || this.options.Repeat <= long.MaxValue / bytes) ? bytes * this.options.Repeat : null;

    /// <summary>Bytes of the file read so far, over all repetitions: for progress.</summary>
    public long BytesRead => (repetition * this.input.StoredBytes ?? 0) + this.input.StoredBytesRead;

    /// <summary>Bytes that each write carries, 0 for none; final once a write was read.</summary>
    public int DataBytes => this.reader.DataBytes;

    /// <summary>
    /// With <see cref="RequestReadOptions.KeepData"/>: data of the writes of the last <see cref="Read"/> one after another,
    /// <see cref="DataBytes"/> each.
    /// </summary>
    public ReadOnlySpan<byte> WriteData => this.reader.WriteData;

    /// <summary>Null, or, once the end of a native trace that was cut was met, the warning that says what is lost.</summary>
    public Diagnostic? Truncation { get; private set; }

    /// <inheritdoc/>
    public int Read(Span<Request> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int count;
        while ((count = this.reader.Read(buffer)) == 0)
        {
            Truncation = this.reader.Truncation ?? Truncation;
            if (repetition + 1 >= this.options.Repeat || Requests == 0)
            {
                return 0;
            }

            Again();
        }

        if (shift != 0)
        {
            Shift(buffer[..count]);
        }

        lastCycle = buffer[count - 1].Cycle;
        Requests += count;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => this.input.Dispose();

    private void Again()
    {
        this.input.Dispose();
        this.input = TraceInput.Open(this.input.FileName);
        this.reader = RequestTraces.CreateReader(this.input, Format, this.options);
        repetition++;
        shift = lastCycle == 0 ? 0 : lastCycle + 1;
    }

    private void Shift(Span<Request> requests)
    {
        // Cycles never fall, so the last one is the one that could overflow.
        if (requests[^1].Cycle >= long.MaxValue - shift)
        {
            throw TraceFaults.RepeatTooLong(this.input.FileName, repetition + 1);
        }

        foreach (ref Request request in requests)
        {
            request = request with { Cycle = request.Cycle + shift };
        }
    }
}
