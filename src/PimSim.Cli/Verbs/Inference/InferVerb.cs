namespace PimSim.Cli;

/// <summary><c>infer</c>.</summary>
internal sealed class InferVerb(InferOptions options, IInferenceBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        InferenceView view = await display.RunAsync(progress => backEnd.InferAsync(options, progress, cancellationToken));
        writer.Write(view with { NextSteps = NextSteps.AfterInfer(options) });
        return ExitCode.Done;
    }
}
