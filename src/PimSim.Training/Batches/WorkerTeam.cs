using System.Runtime.ExceptionServices;

namespace PimSim.Training;

/// <summary>
/// Does the blocks of a batch on a number of threads, each with scratch memory of its own. The threads are the team's: a pool
/// that is busy elsewhere, or waits itself, often sends a thread when the caller has done all blocks alone.
/// </summary>
/// <typeparam name="TScratch">Scratch memory of a worker; holds nothing from one block to the next.</typeparam>
internal sealed class WorkerTeam<TScratch> : IDisposable
{
    private readonly TScratch[] scratch;
    private readonly SemaphoreSlim start = new(0);
    private readonly CountdownEvent running = new(0);
    private Action<int, TScratch>? work;
    private ExceptionDispatchInfo? failure;
    private int blocks;
    private int next;

    public WorkerTeam(int threads, Func<TScratch> create)
    {
        scratch = new TScratch[threads];
        for (int w = 0; w < threads; w++)
        {
            scratch[w] = create();
        }

        foreach (TScratch own in scratch.AsSpan(1))
        {
            new Thread(() => Help(own)) { IsBackground = true, Name = "training" }.Start();
        }
    }

    /// <summary>Calls <paramref name="work"/> once for each block, in any order. What it throws is thrown here.</summary>
    public void Run(int blocks, Action<int, TScratch> work)
    {
        int helpers = Math.Min(scratch.Length, blocks) - 1;
        (this.work, this.blocks, next, failure) = (work, blocks, -1, null);
        if (helpers > 0)
        {
            running.Reset(helpers);
            start.Release(helpers);
        }

        Work(scratch[0]);
        running.Wait();
        failure?.Throw();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        work = null;
        if (scratch.Length > 1)
        {
            start.Release(scratch.Length - 1);
        }
    }

    private void Help(TScratch own)
    {
        for (start.Wait(); work is not null; start.Wait())
        {
            Work(own);
            running.Signal();
        }
    }

    private void Work(TScratch own)
    {
        try
        {
            for (int b = Interlocked.Increment(ref next); b < blocks; b = Interlocked.Increment(ref next))
            {
                work!(b, own);
            }
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            next = blocks;
        }
    }
}
