namespace PimSim.Cli;

/// <summary><c>train</c>.</summary>
internal sealed class TrainVerb(TrainOptions options, ITrainingBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TrainingView view = await display.RunAsync<TrainingProgressView, TrainingView>(
            report => report.Draw(),
            report => report.Line(),
            progress => backEnd.TrainAsync(options, progress, cancellationToken));
        writer.Write(view);
        return ExitCode.Done;
    }
}
