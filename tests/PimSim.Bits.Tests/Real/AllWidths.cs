namespace PimSim.Bits.Tests;

/// <summary>Every implementation of the fp32 kernels; the runtime emulates widths the machine lacks.</summary>
internal static class AllWidths
{
    public static readonly LaneWidth[] Values = [LaneWidth.One, LaneWidth.Eight, LaneWidth.Sixteen];
}
