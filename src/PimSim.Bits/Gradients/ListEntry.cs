using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PimSim.Bits;

/// <summary>One term of a sum over a list: a run of values that begins at <see cref="Offset"/>, times <see cref="Factor"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ListEntry
{
    public readonly float Factor;
    public readonly int Offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ListEntry(int offset, float factor)
    {
        Offset = offset;
        Factor = factor;
    }
}
