namespace PimSim.Driver;

/// <summary>A layer of the fast path: packed kernels on the bits that the cells of a domain hold. Any number of threads.</summary>
internal interface ITwinLayer
{
    /// <summary>Computes image 0 of <paramref name="input"/> into image 0 of <paramref name="output"/>.</summary>
    void Run(Activations input, Activations output, TwinScratch scratch);
}
