using System.Runtime.InteropServices;

namespace PimSim.Traces;

/// <summary>
/// Which elements of a <see cref="ResultStream"/> one read-out carries: payload elements Skip .. Skip + Count - 1 are
/// stream elements First, First + Step, First + 2 Step ... The payload's elements are counted over the words of the
/// chips one after another (with one chip: the payload as it is).
/// </summary>
/// <param name="Stream">Index into <see cref="CommandTraceHeader.Streams"/>.</param>
/// <param name="First">First element in the stream.</param>
/// <param name="Skip">First element in the payload.</param>
/// <param name="Count">Elements, at least 1.</param>
/// <param name="Step">Distance of neighbours in the stream, at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StreamSlice(int Stream, long First, int Skip, int Count, int Step = 1);
