using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Requests from a list.</summary>
internal sealed class ListSource(IReadOnlyList<Request> requests) : IRequestSource
{
    private int next;

    public int Read(Span<Request> buffer)
    {
        int n = Math.Min(buffer.Length, requests.Count - next);
        for (int i = 0; i < n; i++)
        {
            buffer[i] = requests[next++];
        }

        return n;
    }

    public void Dispose()
    {
    }
}
