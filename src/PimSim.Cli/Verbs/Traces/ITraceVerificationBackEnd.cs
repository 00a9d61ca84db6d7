namespace PimSim.Cli;

/// <summary>Checks a command trace against a model, for <c>trace verify</c>.</summary>
internal interface ITraceVerificationBackEnd
{
    /// <summary>Checks every command.</summary>
    /// <exception cref="Core.UserErrorException">The trace or device cannot be used.</exception>
    Task<TraceVerifyView> VerifyAsync(TraceVerifyOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
