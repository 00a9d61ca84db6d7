namespace PimSim.Device;

/// <summary>Watches a replay: its commands, and how full the queues are. It must not answer back.</summary>
public interface IRequestObserver : ICommandObserver
{
    /// <summary>Requests wait in a pseudo-channel (numbered through the device) after one came or went.</summary>
    void OnQueue(int pseudoChannel, long cycle, int reads, int writes);
}
