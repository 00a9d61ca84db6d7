using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>
/// The first maximum among the values of a pool window, which come in row-major order, and its number. Numbers are the bits of integers in
/// lanes of floats: they are only selected, never computed with.
/// </summary>
internal static class WindowMaximum
{
    /// <summary>Takes one more value; before the second one <paramref name="best"/> is the first, <paramref name="place"/> 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Take<TLanes, TVector>(TVector value, int number, ref TVector best, ref TVector place)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        TVector greater = TLanes.GreaterThan(value, best);
        best = TLanes.Larger(value, best);
        place = TLanes.Select(greater, TLanes.Broadcast(BitConverter.Int32BitsToSingle(number)), place);
    }
}
