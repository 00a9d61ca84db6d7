using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Requests at consecutive addresses: reads as soon as there is room, then writes from a cycle on.</summary>
internal sealed class PlainTraffic(long reads, long writes, long writeFrom, int bytes) : IRequestSource
{
    private long next;

    public int Read(Span<Request> buffer)
    {
        int count = (int)Math.Min(buffer.Length, reads + writes - next);
        for (int i = 0; i < count; i++, next++)
        {
            bool isWrite = next >= reads;
            buffer[i] = new Request(isWrite ? writeFrom : 0, (ulong)(next * bytes), isWrite);
        }

        return count;
    }

    public void Dispose()
    {
    }
}
