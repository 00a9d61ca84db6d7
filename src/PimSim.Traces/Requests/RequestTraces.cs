using PimSim.Core;

namespace PimSim.Traces;

/// <summary>Opens request traces of every format: one place that knows them all.</summary>
public static class RequestTraces
{
    /// <summary>Opens a trace, plain or gzip; it is read as it is asked for, never held as a whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; null tells it by first bytes, name and first line.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="UserErrorException">
    /// PIM0021: it cannot be read. PIM0501: a command trace. PIM0520: no format is recognized. PIM0525: gzip that is cut or damaged.
    /// </exception>
    public static RequestTrace Open(string path, RequestFormat? format = null, RequestReadOptions? options = null) =>
        Open(TraceInput.Open(path), format, options);

    /// <summary>Reads a trace from a stream, which is disposed with it and need not be seekable; it can be given only once.</summary>
    /// <param name="stream">Positioned at the start of the trace.</param>
    /// <param name="fileName">The name errors are reported under, and that may tell the format.</param>
    /// <inheritdoc cref="Open(string, RequestFormat?, RequestReadOptions?)"/>
    public static RequestTrace Open(Stream stream, string fileName, RequestFormat? format = null, RequestReadOptions? options = null)
    {
        RequestReadOptions chosen = options ?? RequestReadOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNotEqual(chosen.Repeat, 1, nameof(options));
        return Open(new TraceInput(stream, fileName), format, chosen);
    }

    internal static IRequestReader CreateReader(TraceInput input, RequestFormat format, RequestReadOptions options) => format switch
    {
        RequestFormat.Native => new NativeRequestReader(input, options),
        RequestFormat.Ramulator or RequestFormat.RamulatorReadWrite => new TextRequestReader<RamulatorSyntax>(input, options),
        RequestFormat.DramSim3 => new TextRequestReader<DramSim3Syntax>(input, options),
        RequestFormat.DramSys => new TextRequestReader<DramSysSyntax>(input, options),
        RequestFormat.DramSysRelative => new TextRequestReader<DramSysRelativeSyntax>(input, options),
        _ => throw new InternalErrorException($"request format {format} has no reader"),
    };

    internal static RequestTrace Open(TraceInput input, RequestFormat? format, RequestReadOptions? options)
    {
        RequestReadOptions chosen = options ?? RequestReadOptions.Default;
        ArgumentOutOfRangeException.ThrowIfLessThan(chosen.Repeat, 1, nameof(options));
        try
        {
            return new RequestTrace(input, format ?? RequestFormatDetector.Detect(input), chosen);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}
