using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>The machine's lane width.</summary>
internal static class LaneWidths
{
    /// <summary>The widest that the hardware has.</summary>
    public static LaneWidth Best { get; } =
        Vector512.IsHardwareAccelerated ? LaneWidth.Sixteen
        : Vector256.IsHardwareAccelerated ? LaneWidth.Eight
        : LaneWidth.One;

    /// <summary>Lanes of a width.</summary>
    public static int Lanes(this LaneWidth width) => width switch
    {
        LaneWidth.Sixteen => 16,
        LaneWidth.Eight => 8,
        _ => 1,
    };
}
