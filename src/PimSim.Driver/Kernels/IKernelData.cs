using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Operands of a kernel: where they lie in the cells, what goes over the bus, and what must come out.</summary>
internal interface IKernelData
{
    /// <summary>Puts the resident operands into the cells.</summary>
    void Store(DomainCore[] cores);

    /// <summary>Input registers in the order of their loads, the same for every domain.</summary>
    IEnumerable<byte[]> Inputs();

    /// <summary>Compares what is in the cells with what the host computes in the same order.</summary>
    KernelCheck Check(DomainCore[] cores);
}
