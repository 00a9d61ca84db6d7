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
    public TraceConvertView Convert(TraceConvertOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        using TraceFile file = TraceFile.Open(options.File);
        return file.CommandFormat is { } format
            ? ConvertCommands(options, file, format, progress, cancellationToken)
            : ConvertRequests(options, file, progress, cancellationToken);
    }

    /// <summary>What is in a request trace.</summary>
    public static RequestTraceSummary RequestInfo(TraceFile file, string? from, DeviceModel? device, CancellationToken cancellationToken)
    {
        using RequestTrace trace = file.Requests(TraceFormatNames.Requests("--from", from), Reading(device, keepData: false));
        return RequestTraceSummary.Gather(trace, cancellationToken);
    }

    /// <summary>What is in a command trace that is not native.</summary>
    public static CommandTraceSummary CommandInfo(TraceFile file, string? from, DeviceModel device, CancellationToken cancellationToken)
    {
        using CommandTrace trace = file.Commands(device, TraceFormatNames.Commands("--from", from));
        return CommandTraceSummary.Gather(trace, device, cancellationToken);
    }

    private static RequestReadOptions Reading(DeviceModel? device, bool keepData) => new()
    {
        KeepData = keepData,
        AccessBytes = device?.Organization.AccessBits / 8,
        Compose = device is null ? null : AddressComposers.For(device),
    };

    private TraceConvertView ConvertRequests(TraceConvertOptions options, TraceFile file, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        RequestFormat? from = TraceFormatNames.Requests("--from", options.From);
        RequestFormat to = TraceFormatNames.Requests("--to", options.To) ?? TraceFormatNames.RequestsOfFile(options.Target);
        DeviceModel? device = options.Device is null ? null : DeviceModelLoader.Load(options.Device, options.Set);
        RequestReadOptions reading = Reading(device, keepData: RequestFormats.KeepsData(to));
        RequestTraceHeader header = new()
        {
            DataBytes = reading.KeepData ? file.RequestDataBytes(from, reading) : 0,
            Provenance = [new("source", Path.GetFileName(options.File))],
        };
        using RequestTrace trace = file.Requests(from, reading);
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

    private TraceConvertView ConvertCommands(TraceConvertOptions options, TraceFile file, CommandFormat found, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        CommandFormat from = TraceFormatNames.Commands("--from", options.From) ?? found;
        CommandFormat to = TraceFormatNames.Commands("--to", options.To) ?? TraceFormatNames.CommandsOfFile(options.Target);
        DeviceModel device = DeviceModelLoader.Load(options.Device ?? DeviceOf(file, from), options.Set);
        using CommandTrace trace = file.Commands(device, from);
        progress.Report(new WorkProgress("convert", 0, 0));
        long count = CommandTraces.Write(options.Target, to, device, trace, [new("source", Path.GetFileName(options.File))], cancellationToken);
        Warn(trace.Truncation);
        if (from == CommandFormat.Native)
        {
            writer.Note("data on the bus are left out: only the commands are written");
        }

        return new TraceConvertView(options.File, "commands", CommandFormats.NameOf(from), options.Target, CommandFormats.NameOf(to), count, trace.Truncation is null);
    }

    private string DeviceOf(TraceFile file, CommandFormat format) =>
        format == CommandFormat.Native ? file.DeviceName() : writer.OrDefault(null, "--device", Defaults.Device);

    private void Warn(Diagnostic? truncation)
    {
        if (truncation is not null)
        {
            writer.Warn([truncation]);
        }
    }
}
