namespace PimSim.Cli;

/// <summary>Trains a network and evaluates it on a device, for <c>train</c>.</summary>
internal interface ITrainingBackEnd
{
    /// <summary>Trains, writes the network to <see cref="TrainOptions.NetworkFile"/> if that is given, and evaluates.</summary>
    /// <exception cref="Core.UserErrorException">Device, network, data or their combination cannot be used.</exception>
    Task<TrainingView> TrainAsync(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken);
}
