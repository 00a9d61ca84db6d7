using PimSim.Device;

namespace PimSim.Driver;

/// <summary>A layer of the fast path: packed kernels on the bits that the cells of a domain hold. Any number of threads.</summary>
internal interface ITwinLayer
{
    /// <summary>Computes image 0 of the tensors that the operation makes from that of those that it takes.</summary>
    /// <param name="tensors">All tensors by handle.</param>
    /// <param name="scratch">Room of the thread.</param>
    void Run(Activations[] tensors, TwinScratch scratch);

    /// <summary>The same layer where units read some column accesses as something else; this one stays as it is.</summary>
    /// <param name="changed">Those column accesses, of whatever layer.</param>
    /// <param name="cells">What they are read as.</param>
    ITwinLayer Patched(WrongReads changed, CellReader cells);
}
