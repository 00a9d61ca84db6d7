namespace PimSim.Core;

/// <summary>The simulator contradicts itself: a bug of ours (exit code 3), never the user's fault.</summary>
public sealed class InternalErrorException : Exception
{
    /// <summary>Says which promise was broken.</summary>
    public InternalErrorException(string message)
        : base(message)
    {
    }
}
