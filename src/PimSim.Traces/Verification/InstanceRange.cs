using System.Runtime.InteropServices;

namespace PimSim.Traces;

/// <summary>Neighbouring instances of one level within a channel.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InstanceRange(int First, int Count)
{
    public int End => First + Count;
}
