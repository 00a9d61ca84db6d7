namespace PimSim.Cli;

/// <summary>Executes a command trace on fresh banks, for <c>trace execute</c>.</summary>
internal interface ITraceExecutionBackEnd
{
    /// <summary>Executes it, compares what is read out with what was recorded, and puts the result streams together.</summary>
    /// <exception cref="Core.UserErrorException">The trace or device cannot be used.</exception>
    Task<TraceExecuteView> ExecuteAsync(TraceExecuteOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
