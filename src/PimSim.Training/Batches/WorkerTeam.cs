namespace PimSim.Training;

/// <summary>Does the blocks of a batch on a number of threads, each with scratch memory of its own.</summary>
/// <typeparam name="TScratch">Scratch memory of a worker; holds nothing from one block to the next.</typeparam>
internal sealed class WorkerTeam<TScratch>
{
    private readonly TScratch[] scratch;

    public WorkerTeam(int threads, Func<TScratch> create)
    {
        scratch = new TScratch[threads];
        for (int w = 0; w < threads; w++)
        {
            scratch[w] = create();
        }
    }

    /// <summary>Calls <paramref name="work"/> once for each block, in any order.</summary>
    public void Run(int blocks, Action<int, TScratch> work)
    {
        if (scratch.Length == 1 || blocks == 1)
        {
            for (int b = 0; b < blocks; b++)
            {
                work(b, scratch[0]);
            }

            return;
        }

        int next = -1;
        Parallel.For(0, scratch.Length, new ParallelOptions { MaxDegreeOfParallelism = scratch.Length }, worker =>
        {
            for (int b = Interlocked.Increment(ref next); b < blocks; b = Interlocked.Increment(ref next))
            {
                work(b, scratch[worker]);
            }
        });
    }
}
