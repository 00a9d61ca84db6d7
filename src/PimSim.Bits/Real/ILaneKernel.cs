namespace PimSim.Bits;

/// <summary>
/// The body of an elementwise kernel: elements (or channels) do not depend on one another, so that any range of them may
/// be done with any lane width.
/// </summary>
internal interface ILaneKernel
{
    /// <summary>Does elements <paramref name="start"/> to <paramref name="end"/> - 1, whose number divides by the lanes.</summary>
    void Run<TLanes, TVector>(int start, int end)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged;
}
