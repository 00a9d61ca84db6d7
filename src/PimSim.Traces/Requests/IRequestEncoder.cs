using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes requests in one format.</summary>
internal interface IRequestEncoder
{
    /// <summary>Appends a request; its cycle is not below that of the one before.</summary>
    void Add(in Request request, ReadOnlySpan<byte> data);

    /// <summary>Writes what is left and the end.</summary>
    void Complete();
}
