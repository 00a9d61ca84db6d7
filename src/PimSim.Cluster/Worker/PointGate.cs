namespace PimSim.Cluster;

/// <summary>
/// Who may evaluate now. A point that took workers with it is evaluated alone, so that only it pays if that happens again; with too little memory every
/// point is.
/// </summary>
internal sealed class PointGate
{
    private readonly object gate = new();
    private int inside;
    private bool isTaken;

    /// <summary>Points that are evaluated now.</summary>
    public int Inside
    {
        get
        {
            lock (gate)
            {
                return inside;
            }
        }
    }

    /// <summary>Waits until a point may be evaluated.</summary>
    /// <param name="alone">Whether nothing else may be.</param>
    public void Enter(bool alone)
    {
        lock (gate)
        {
            while (isTaken || (alone && inside > 0))
            {
                Monitor.Wait(gate);
            }

            isTaken = alone;
            inside++;
        }
    }

    /// <summary>It has been evaluated.</summary>
    public void Leave()
    {
        lock (gate)
        {
            inside--;
            isTaken = false;
            Monitor.PulseAll(gate);
        }
    }
}
