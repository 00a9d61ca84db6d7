namespace PimSim.Driver;

/// <summary>A layer of the fast path: packed kernels on the bits that the cells of a domain hold. Any number of threads.</summary>
internal interface ITwinLayer
{
    /// <summary>Computes image 0 of the tensors that the operation makes from that of those that it takes.</summary>
    /// <param name="tensors">All tensors by handle.</param>
    /// <param name="scratch">Room of the thread.</param>
    void Run(Activations[] tensors, TwinScratch scratch);
}
