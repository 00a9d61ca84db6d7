namespace PimSim.Cli;

/// <summary>Exit codes of <c>pimsim</c> (docs: command line). Scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The checked thing does not hold.</summary>
    public const int DoesNotHold = 1;

    /// <summary>Bad input or usage.</summary>
    public const int BadInput = 2;

    /// <summary>A bug of the simulator.</summary>
    public const int InternalError = 3;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
