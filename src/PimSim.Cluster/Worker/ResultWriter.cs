using System.Threading.Channels;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>Seals results and writes those that are there together; a point ends when its result has been written.</summary>
internal sealed class ResultWriter
{
    /// <summary>Results that may wait for the store; threads wait when there are more.</summary>
    private const int MaxWaiting = 64;

    private readonly IClusterStore store;
    private readonly ClusterSettings settings;
    private readonly HeldPoints held;
    private readonly Channel<(HeldPoint Work, byte[] Sealed, PointEndKind Kind)> waiting =
        Channel.CreateBounded<(HeldPoint Work, byte[] Sealed, PointEndKind Kind)>(MaxWaiting);

    private readonly Task writing;

    public ResultWriter(IClusterStore store, ClusterSettings settings, HeldPoints held)
    {
        this.store = store;
        this.settings = settings;
        this.held = held;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Fails when the store cannot be written.</summary>
    public Task Fault => writing;

    /// <summary>Hands a result over.</summary>
    public void Write(HeldPoint work, double seconds, PointResult result)
    {
        byte[] bytes = ResultSeal.Seal(settings.Key, work.Point.Key, seconds, result);
        (HeldPoint, byte[], PointEndKind) entry = (work, bytes, result.Figures is null ? PointEndKind.StoredFault : PointEndKind.Stored);
        while (!waiting.Writer.TryWrite(entry) && waiting.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult())
        {
            // There was room, and another thread took it.
        }
    }

    /// <summary>Waits until all is written.</summary>
    public async Task FinishAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync())
            {
                List<(HeldPoint Work, byte[] Sealed, PointEndKind Kind)> batch = [];
                while (batch.Count < MaxWaiting && waiting.Reader.TryRead(out (HeldPoint Work, byte[] Sealed, PointEndKind Kind) next))
                {
                    batch.Add(next);
                }

                await store.WriteResultsAsync([.. batch.DistinctBy(b => b.Work.Point.Key, StringComparer.Ordinal).Select(b => KeyValuePair.Create(b.Work.Point.Key, b.Sealed))]);
                foreach ((HeldPoint work, _, PointEndKind kind) in batch)
                {
                    held.End(work.Sweep, new PointEnd(work.Point.Key, kind));
                }
            }
        }
        catch (Exception e)
        {
            waiting.Writer.TryComplete(e);
            throw;
        }
    }
}
