using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Checks the commands of a trace. It knows the device and the trace, and nothing of controllers.</summary>
internal sealed class TraceVerificationBackEnd(ResultWriter writer) : ITraceVerificationBackEnd
{
    private const int BatchCommands = 4096;

    /// <inheritdoc/>
    public Task<TraceVerifyView> VerifyAsync(TraceVerifyOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Verify(options, progress, cancellationToken), cancellationToken);

    private TraceVerifyView Verify(TraceVerifyOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        CommandFormat? given = TraceFormatNames.Commands("--format", options.Format);
        using TraceFile file = TraceFile.Open(options.File);
        DeviceModel model = DeviceModelLoader.Load(options.Device ?? DeviceOf(file, given ?? file.CommandFormat), options.Set);
        using CommandTrace trace = file.Commands(model, given, columnRows: true);
        var verifier = new CommandVerifier(model, new VerificationOptions
        {
            MaximumDetails = options.Details,
            ColumnCommandsNameRows = trace.Format != CommandFormat.Native,
        });
        TimedCommand[] batch = new TimedCommand[BatchCommands];
        while (trace.Read(batch) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            verifier.Add(batch.AsSpan(0, count));
            progress.Report(new WorkProgress("verify", trace.BytesRead, trace.TotalBytes ?? 0));
        }

        if (trace.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        return new TraceVerifyView
        {
            File = options.File,
            Format = CommandFormats.NameOf(trace.Format),
            Complete = trace.Truncation is null,
            Device = new NamedHash(model.Name, model.Hash),
            Standard = model.Standard,
            Result = verifier.Finish(),
            Host = clock.Read(threads: 1),
        };
    }

    /// <summary>A native trace names its device; others take the default. What is no command trace is refused when it is opened.</summary>
    private string DeviceOf(TraceFile file, CommandFormat? format) =>
        format == CommandFormat.Native ? file.DeviceName() : writer.OrDefault(null, "--device", Defaults.Device);
}
