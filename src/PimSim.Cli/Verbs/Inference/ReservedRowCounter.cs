using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Passes requests on and counts those to rows of a range, in any bank.</summary>
internal sealed class ReservedRowCounter(IRequestSource inner, AddressMapping mapping, int firstRow, int rows) : IRequestSource
{
    /// <summary>Requests so far whose row lies in the range.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public int Read(Span<Request> buffer)
    {
        int n = inner.Read(buffer);
        foreach (ref readonly Request r in buffer[..n])
        {
            int row = mapping.Decode(r.Address).Row - firstRow;
            Count += row >= 0 && row < rows ? 1 : 0;
        }

        return n;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
