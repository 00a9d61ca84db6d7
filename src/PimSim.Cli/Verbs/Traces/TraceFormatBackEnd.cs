using PimSim.Core;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Converts traces of all formats, for <c>trace convert</c>, and finds out what is in them, for <c>trace info</c>.</summary>
internal sealed class TraceFormatBackEnd(ResultWriter writer)
{
    private const int BatchRequests = 4096;

    /// <summary>Writes a trace in another format.</summary>
    /// <exception cref="UserErrorException">The trace cannot be read, or not be written so.</exception>
    public TraceConvertView Convert(TraceConvertOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        CommandTraces.FormatOf(options.File) is { } format
            ? ConvertCommands(options, format, progress, cancellationToken)
            : ConvertRequests(options, progress, cancellationToken);

    /// <summary>What is in a request trace.</summary>
    public RequestTraceSummary RequestInfo(string file, string? from, DeviceModel? device, CancellationToken cancellationToken)
    {
        using RequestTrace trace = RequestTraces.Open(file, TraceFormatNames.Requests("--from", from), Reading(device, keepData: false));
        return RequestTraceSummary.Gather(trace, cancellationToken);
    }

    /// <summary>What is in a command trace that is not native.</summary>
    public CommandTraceSummary CommandInfo(string file, string? from, DeviceModel device, CancellationToken cancellationToken)
    {
        using CommandTrace trace = CommandTraces.Open(file, device, TraceFormatNames.Commands("--from", from));
        return CommandTraceSummary.Gather(trace, device, cancellationToken);
    }

    private static RequestReadOptions Reading(DeviceModel? device, bool keepData) => new()
    {
        KeepData = keepData,
        AccessBytes = device?.Organization.AccessBits / 8,
        Compose = device is null ? null : AddressComposers.For(device),
    };

    /// <summary>The data of the first write are as long as those of all.</summary>
    private static int DataBytes(string file, RequestFormat? format, RequestReadOptions reading)
    {
        using RequestTrace trace = RequestTraces.Open(file, format, reading);
        Request[] one = new Request[1];
        while (trace.Read(one) > 0)
        {
            if (one[0].IsWrite)
            {
                return trace.DataBytes;
            }
        }

        return 0;
    }

    private TraceConvertView ConvertRequests(TraceConvertOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        RequestFormat? from = TraceFormatNames.Requests("--from", options.From);
        RequestFormat to = TraceFormatNames.Requests("--to", options.To) ?? TraceFormatNames.RequestsOfFile(options.Target);
        DeviceModel? device = options.Device is null ? null : DeviceModelLoader.Load(options.Device, options.Set);
        RequestReadOptions reading = Reading(device, keepData: RequestFormats.KeepsData(to));
        RequestTraceHeader header = new()
        {
            DataBytes = reading.KeepData ? DataBytes(options.File, from, reading) : 0,
            Provenance = [new("source", Path.GetFileName(options.File))],
        };
        using RequestTrace trace = RequestTraces.Open(options.File, from, reading);
        RequestTraceWriter.Write(options.Target, to, header, target =>
        {
            Request[] batch = new Request[BatchRequests];
            while (trace.Read(batch) is var count and > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                target.Add(batch.AsSpan(0, count), trace.WriteData);
                progress.Report(new WorkProgress("convert", trace.BytesRead, trace.TotalBytes ?? 0));
            }
        });
        Warn(trace.Truncation);
        if (RequestFormats.KeepsCycles(trace.Format) && !RequestFormats.KeepsCycles(to))
        {
            writer.Note($"the format {RequestFormats.NameOf(to)} has no cycles: they are left out");
        }

        if (RequestFormats.KeepsData(trace.Format) && !reading.KeepData)
        {
            writer.Note($"the format {RequestFormats.NameOf(to)} has no data: if there are any, they are left out");
        }

        return new TraceConvertView(options.File, "requests", RequestFormats.NameOf(trace.Format), options.Target, RequestFormats.NameOf(to), trace.Requests, trace.Truncation is null);
    }

    private TraceConvertView ConvertCommands(TraceConvertOptions options, CommandFormat found, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        CommandFormat from = TraceFormatNames.Commands("--from", options.From) ?? found;
        CommandFormat to = TraceFormatNames.Commands("--to", options.To) ?? TraceFormatNames.CommandsOfFile(options.Target);
        DeviceModel device = DeviceModelLoader.Load(options.Device ?? DeviceOf(options.File, from), options.Set);
        using CommandTrace trace = CommandTraces.Open(options.File, device, from);
        progress.Report(new WorkProgress("convert", 0, 0));
        long count = CommandTraces.Write(options.Target, to, device, trace, [new("source", Path.GetFileName(options.File))], cancellationToken);
        Warn(trace.Truncation);
        if (from == CommandFormat.Native)
        {
            writer.Note("data on the bus are left out: only the commands are written");
        }

        return new TraceConvertView(options.File, "commands", CommandFormats.NameOf(from), options.Target, CommandFormats.NameOf(to), count, trace.Truncation is null);
    }

    private string DeviceOf(string file, CommandFormat format)
    {
        if (format != CommandFormat.Native)
        {
            return writer.OrDefault(null, "--device", Defaults.Device);
        }

        using CommandTraceReader reader = CommandTraceReader.Open(file);
        return reader.Header.DeviceName;
    }

    private void Warn(Diagnostic? truncation)
    {
        if (truncation is not null)
        {
            writer.Warn([truncation]);
        }
    }
}
