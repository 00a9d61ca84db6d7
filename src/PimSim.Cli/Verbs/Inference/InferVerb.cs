using PimSim.Core;

namespace PimSim.Cli;

/// <summary><c>infer</c>.</summary>
internal sealed class InferVerb(InferOptions options, IInferenceBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    /// <exception cref="UserErrorException">PIM0940: bits are wanted and not wanted.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options is { TimingOnly: true, Reference: true })
        {
            string other = options.Record is null ? "--reference" : "--record";
            throw new UserErrorException("PIM0940", $"--timing-only computes no bits, and {other} executes every command on them", null, "give one of them");
        }

        InferenceView view = await display.RunAsync(progress => backEnd.InferAsync(options, progress, cancellationToken));
        writer.Write(view with { NextSteps = NextSteps.AfterInfer(options, view.IsShapeOnly) });
        return ExitCode.Done;
    }
}
