namespace PimSim.Cli.Tests;

/// <summary>Back ends that do as they are told and remember what they were asked.</summary>
internal sealed class FakeBackEnds(Func<CancellationToken, Task>? before = null) : IInferenceBackEnd, ITrainingBackEnd, ITraceExecutionBackEnd
{
    public InferOptions? Infer { get; private set; }

    public TrainOptions? Train { get; private set; }

    public TraceExecuteOptions? Execute { get; private set; }

    public TraceExecuteView Execution { get; init; } = SampleViews.Execution();

    public async Task<InferenceView> InferAsync(InferOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Infer = options;
        await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        progress.Report(new WorkProgress("images", 1, 2));
        return SampleViews.Inference() with { Trace = options.Record is null ? null : SampleViews.Trace() with { File = options.Record } };
    }

    public async Task<TrainingView> TrainAsync(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken)
    {
        Train = options;
        await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return SampleViews.Training();
    }

    public async Task<TraceExecuteView> ExecuteAsync(TraceExecuteOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        Execute = options;
        await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return Execution;
    }
}
