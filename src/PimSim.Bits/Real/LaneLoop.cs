using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>Runs a kernel over all elements: whole vectors first, one by one what is left.</summary>
internal static class LaneLoop
{
    public static void Run<TKernel>(TKernel kernel, int count, LaneWidth width)
        where TKernel : struct, ILaneKernel
    {
        int whole = count - (count % width.Lanes());
        switch (width)
        {
            case LaneWidth.Sixteen:
                kernel.Run<Lanes512, Vector512<float>>(0, whole);
                break;
            case LaneWidth.Eight:
                kernel.Run<Lanes256, Vector256<float>>(0, whole);
                break;
            default:
                break;
        }

        int rest = width == LaneWidth.One ? 0 : whole;
        if (rest < count)
        {
            kernel.Run<ScalarLanes, float>(rest, count);
        }
    }
}
