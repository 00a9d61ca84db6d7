using PimSim.Core;
using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Re-times the commands of a trace on a device, for <c>trace replay --commands</c>.</summary>
internal sealed class TraceRetimeBackEnd(ResultWriter writer)
{
    private const int BatchCommands = 4096;

    /// <summary>Reads the whole trace, issues its commands anew and, where asked for, writes what was issued.</summary>
    /// <exception cref="UserErrorException">The trace or the device cannot be used, or a file not be written.</exception>
    public TraceRetimeView Retime(TraceRetimeOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        CommandFormat? format = TraceFormatNames.Commands("--format", options.Format);
        AtomicFile.RequireWritable(options.ResultFile);
        DeviceModel model = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        writer.Warn(model.Warnings);
        using CommandTrace trace = CommandTraces.Open(options.File, model, format);
        double? recordedPs = options.RecordedOn is null ? trace.ClockPs : DeviceModelLoader.Load(options.RecordedOn, []).ClockPs;
        if (recordedPs is null && options.Pace == RetimePace.Recorded)
        {
            throw new UserErrorException("PIM0926", "the trace does not say which clock its cycles are of", options.File, "give the device that it was recorded on with --recorded-on");
        }

        var retimer = new CommandRetimer(model, new RetimeOptions { Pace = options.Pace, Refresh = options.Refresh, RecordedClockPs = recordedPs });
        TimedCommand[] batch = new TimedCommand[BatchCommands];
        while (trace.Read(batch) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            retimer.Add(batch.AsSpan(0, count));
            progress.Report(new WorkProgress("read", trace.BytesRead, trace.TotalBytes ?? 0));
        }

        if (trace.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        RetimedRun run = Run(retimer, model, options, cancellationToken);
        EnergyTally? energy = null;
        if (model.Energy is { } coefficients)
        {
            energy = new EnergyTally(1);
            energy.Add(coefficients, run.Run);
        }

        return new TraceRetimeView
        {
            File = options.File,
            Format = CommandFormats.NameOf(trace.Format),
            Complete = trace.Truncation is null,
            Model = model,
            Pace = options.Pace,
            Refresh = options.Refresh,
            RecordedClockPs = recordedPs,
            Run = run,
            Energy = energy,
            Record = options.Record,
            Host = clock.Read(threads: 1),
        };
    }

    private static RetimedRun Run(CommandRetimer retimer, DeviceModel model, TraceRetimeOptions options, CancellationToken cancellationToken)
    {
        if (options.Record is null)
        {
            return retimer.Run(default(NullObserver), cancellationToken);
        }

        KeyValuePair<string, string>[] provenance =
        [
            new("source", Path.GetFileName(options.File)),
            new("pace", TraceRetimeView.Word(options.Pace)),
            new("refresh", TraceRetimeView.Word(options.Refresh)),
        ];
        using CommandTraceWriter record = CommandTraceWriter.Create(options.Record, CommandTraceHeader.For(model, provenance, []));
        RetimedRun run = retimer.Run(new RetimeRecorder(record), cancellationToken);
        record.Complete();
        return run;
    }
}
