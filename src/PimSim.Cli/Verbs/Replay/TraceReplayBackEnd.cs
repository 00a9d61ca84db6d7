using System.Globalization;
using PimSim.Core;
using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Sends the requests of a trace through the controllers of a device, for <c>trace replay</c>.</summary>
internal sealed class TraceReplayBackEnd(ResultWriter writer)
{
    /// <summary>Replays until every request is served; files that were asked for are complete or not there.</summary>
    /// <exception cref="UserErrorException">The trace or the device cannot be used, or a file not be written.</exception>
    public TraceReplayView Replay(TraceReplayOptions options, IProgress<ReplayProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        RequestFormat? format = TraceFormatNames.Requests("--format", options.Format);
        CommandFormat recordFormat = RecordFormat(options);
        DistinctFiles.Require(("--requests", options.File), ("--out", options.ResultFile), ("--record", options.Record), ("--timeline", options.Timeline), ("--html", options.Html));
        AtomicFile.RequireWritable(options.ResultFile);
        AtomicFile.RequireWritable(options.Html);
        DeviceModel model = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        writer.Warn(model.Warnings);
        var replay = new RequestReplay(model);
        using RequestTrace trace = RequestTraces.Open(options.File, format, new RequestReadOptions
        {
            Repeat = options.Repeat,
            AccessBytes = model.Organization.AccessBits / 8,
            Compose = AddressComposers.For(model),
        });
        var reporting = new ReplayProgressSource(trace, progress);
        RecordedCommandsView? recorded = null;
        TimelineView? drawn = null;
        ReplayResult result = OptionalFile.While(options.Record, recordFile => OptionalFile.While(options.Timeline, timelineFile =>
        {
            if (recordFile is null && timelineFile is null)
            {
                return replay.Run(trace, default(NullRequestObserver), reporting, cancellationToken);
            }

            using CommandTraceOutput? record = recordFile is null ? null : CommandTraces.Output(recordFile, options.Record!, recordFormat, model, Provenance(options));
            using Timeline? timeline = timelineFile is null ? null : new Timeline(timelineFile, model, options.TimelineCommands);
            ReplayResult watched = replay.Run(trace, new ReplayObserver(record, timeline), reporting, cancellationToken);
            record?.Complete();
            timeline?.Complete(watched.Cycles);
            recorded = record is null ? null : new RecordedCommandsView(options.Record!, CommandFormats.NameOf(recordFormat), record.Commands, 0);
            drawn = timeline is null ? null : new TimelineView(options.Timeline!, timeline.Commands, !timeline.IsCut);
            return watched;
        }));
        if (drawn is { Complete: false })
        {
            writer.Note($"the timeline ends after {options.TimelineCommands} commands; --timeline-commands takes more");
        }

        if (trace.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        return new TraceReplayView
        {
            File = options.File,
            Format = RequestFormats.NameOf(trace.Format),
            Repeat = options.Repeat,
            Complete = trace.Truncation is null,
            Model = model,
            Result = result,
            Record = recorded is null ? null : recorded with { FileBytes = new FileInfo(recorded.File).Length },
            Timeline = drawn,
            NextSteps = NextSteps.AfterReplay(options),
            Host = clock.Read(threads: 1),
        };
    }

    private static CommandFormat RecordFormat(TraceReplayOptions options) =>
        TraceFormatNames.Commands("--record-format", options.RecordFormat)
        ?? (options.Record is null ? CommandFormat.Native : TraceFormatNames.CommandsOfFile(options.Record, "--record-format"));

    private static List<KeyValuePair<string, string>> Provenance(TraceReplayOptions options) =>
        [new("requests", Path.GetFileName(options.File)), new("repeat", options.Repeat.ToString(CultureInfo.InvariantCulture))];
}
