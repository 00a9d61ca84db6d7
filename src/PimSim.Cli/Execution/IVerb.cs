namespace PimSim.Cli;

/// <summary>The work of one verb. Made by the container, so that help never loads what a verb needs.</summary>
internal interface IVerb
{
    /// <summary>Does it.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="Core.UserErrorException">What was given cannot be used.</exception>
    Task<int> RunAsync(CancellationToken cancellationToken);
}
