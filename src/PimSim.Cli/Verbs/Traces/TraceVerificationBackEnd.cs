using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Checks the commands of a trace. It knows the device and the trace, and nothing of controllers.</summary>
internal sealed class TraceVerificationBackEnd(ResultWriter writer) : ITraceVerificationBackEnd
{
    /// <inheritdoc/>
    public Task<TraceVerifyView> VerifyAsync(TraceVerifyOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Verify(options, progress, cancellationToken), cancellationToken);

    private TraceVerifyView Verify(TraceVerifyOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        using CommandTraceReader reader = CommandTraceReader.Open(options.File);
        DeviceModel model = DeviceModelLoader.Load(options.Device ?? reader.Header.DeviceName, options.Set);
        var verifier = new CommandVerifier(model, new VerificationOptions { MaximumDetails = options.Details });
        long read = 0;
        foreach (TracedCommand traced in reader.ReadAll(model, cancellationToken))
        {
            verifier.Add(traced.Command);
            read++;
            if ((read & 0xFFFFF) == 0)
            {
                progress.Report(new WorkProgress("verify", read, 0));
            }
        }

        if (reader.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        return new TraceVerifyView
        {
            File = options.File,
            Complete = reader.Truncation is null,
            Device = new NamedHash(model.Name, model.Hash),
            Standard = model.Standard,
            Result = verifier.Finish(),
            Host = clock.Read(threads: 1),
        };
    }
}
