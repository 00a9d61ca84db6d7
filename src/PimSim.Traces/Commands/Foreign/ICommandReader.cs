using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Reads the commands of one format.</summary>
internal interface ICommandReader : IDisposable
{
    /// <summary>What is lost of a file that was cut, once its end was met.</summary>
    Diagnostic? Truncation { get; }

    /// <inheritdoc cref="ICommandSource.Read"/>
    int Read(Span<TimedCommand> buffer);
}
