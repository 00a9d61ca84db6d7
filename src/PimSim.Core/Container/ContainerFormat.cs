namespace PimSim.Core;

/// <summary>What a container holds; the number is written into the file.</summary>
public enum ContainerFormat
{
    /// <summary>A network, <c>.pimnet</c>.</summary>
    Network = 1,

    /// <summary>A request or command trace, <c>.pimtrace</c>.</summary>
    Trace = 2,

    /// <summary>A training checkpoint.</summary>
    Checkpoint = 3,

    /// <summary>A part of a sweep's results.</summary>
    SweepPart = 4,
}
