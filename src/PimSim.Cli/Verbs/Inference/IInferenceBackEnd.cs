namespace PimSim.Cli;

/// <summary>Runs a network on a device over a data set, for <c>infer</c> and <c>trace record</c>.</summary>
internal interface IInferenceBackEnd
{
    /// <summary>Runs it.</summary>
    /// <exception cref="Core.UserErrorException">Device, network, data or their combination cannot be used.</exception>
    Task<InferenceView> InferAsync(InferOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken);
}
