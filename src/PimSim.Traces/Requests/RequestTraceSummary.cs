using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>What is in a request trace.</summary>
public sealed record RequestTraceSummary
{
    private const int BatchRequests = 4096;

    /// <summary>The format that it is in.</summary>
    public required RequestFormat Format { get; init; }

    /// <summary>Requests that read.</summary>
    public required long Reads { get; init; }

    /// <summary>Requests that write.</summary>
    public required long Writes { get; init; }

    /// <summary>Cycle of the first request, or null in an empty trace.</summary>
    public required long? FirstCycle { get; init; }

    /// <summary>Cycle of the last request, or null in an empty trace.</summary>
    public required long? LastCycle { get; init; }

    /// <summary>Lowest address, or null in an empty trace.</summary>
    public required ulong? LowestAddress { get; init; }

    /// <summary>Highest address, or null in an empty trace.</summary>
    public required ulong? HighestAddress { get; init; }

    /// <summary>Bytes of data that each write carries; 0 for none.</summary>
    public required int DataBytes { get; init; }

    /// <summary>Null when the trace is complete, otherwise what is lost.</summary>
    public required Diagnostic? Truncation { get; init; }

    /// <summary>Reads a trace to its end.</summary>
    /// <exception cref="UserErrorException">As <see cref="RequestTrace.Read"/>.</exception>
    public static RequestTraceSummary Gather(RequestTrace trace, CancellationToken cancellationToken = default)
    {
        Request[] batch = new Request[BatchRequests];
        long writes = 0;
        long? first = null;
        long? last = null;
        ulong lowest = ulong.MaxValue;
        ulong highest = 0;
        while (trace.Read(batch) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            first ??= batch[0].Cycle;
            last = batch[count - 1].Cycle;
            foreach (ref readonly Request request in batch.AsSpan(0, count))
            {
                writes += request.IsWrite ? 1 : 0;
                lowest = Math.Min(lowest, request.Address);
                highest = Math.Max(highest, request.Address);
            }
        }

        return new RequestTraceSummary
        {
            Format = trace.Format,
            Reads = trace.Requests - writes,
            Writes = writes,
            FirstCycle = first,
            LastCycle = last,
            LowestAddress = first is null ? null : lowest,
            HighestAddress = first is null ? null : highest,
            DataBytes = trace.DataBytes,
            Truncation = trace.Truncation,
        };
    }
}
