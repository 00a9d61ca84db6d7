namespace PimSim.Cli;

/// <summary><c>trace record</c>: an inference with every command executed and written down.</summary>
internal sealed class TraceRecordVerb(TraceRecordOptions options, IInferenceBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <summary>Images of a trace when none are asked for: traces of whole data sets are large.</summary>
    internal const int DefaultImages = 2;

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Images is null)
        {
            writer.Note($"no --images given, recording {DefaultImages}");
        }

        InferOptions infer = new()
        {
            Device = options.Device,
            Network = options.Network,
            Data = options.Data,
            Images = options.Images ?? DefaultImages,
            Seed = options.Seed,
            Threads = options.Threads,
            Set = options.Set,
            Reference = true,
            Record = options.TraceFile,
        };
        InferenceView view = await display.RunAsync(progress => backEnd.InferAsync(infer, progress, cancellationToken));
        writer.Write(new TraceRecordView(view with
        {
            NextSteps = [$"{ProgramName.Typed} trace info {options.TraceFile}", $"{ProgramName.Typed} trace execute --commands {options.TraceFile}"],
        }));
        return ExitCode.Done;
    }
}
