using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes commands in one format.</summary>
internal interface ICommandEncoder : IDisposable
{
    /// <summary>Appends a command; in its domain, its cycle is not below that of the one before.</summary>
    /// <exception cref="Core.UserErrorException">PIM0537: the format cannot hold it.</exception>
    void Add(in TimedCommand command);

    /// <summary>Writes what is left and the end.</summary>
    void Complete();
}
