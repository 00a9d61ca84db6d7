namespace PimSim.Models;

/// <summary>Gives requests in the order of a trace, many at a time, so that no call is made for a single one.</summary>
public interface IRequestSource : IDisposable
{
    /// <summary>Fills the front of <paramref name="buffer"/> and returns how many; 0 only at the end.</summary>
    /// <exception cref="Core.UserErrorException">The source is damaged; file, line and remedy are named.</exception>
    int Read(Span<Request> buffer);
}
