using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>One pass over a trace of one format.</summary>
internal interface IRequestReader
{
    /// <summary>Bytes that each write carries, 0 for none; final once a write was read.</summary>
    int DataBytes { get; }

    /// <summary>Data of the writes of the last <see cref="Read"/>, one after another; empty unless they are kept.</summary>
    ReadOnlySpan<byte> WriteData { get; }

    /// <summary>What is lost of a file that was cut, once its end was met.</summary>
    Diagnostic? Truncation { get; }

    /// <inheritdoc cref="IRequestSource.Read"/>
    int Read(Span<Request> buffer);
}
