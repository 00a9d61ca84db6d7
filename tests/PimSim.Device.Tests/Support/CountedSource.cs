using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Requests that follow from their number, any amount of them without memory.</summary>
internal sealed class CountedSource(long count, Func<long, Request> make) : IRequestSource
{
    private long next;

    public int Read(Span<Request> buffer)
    {
        int n = (int)Math.Min(buffer.Length, count - next);
        for (int i = 0; i < n; i++)
        {
            buffer[i] = make(next++);
        }

        return n;
    }

    public void Dispose()
    {
    }
}
