namespace PimSim.Cli;

/// <summary>What verbs take when they are given nothing; the only place that knows a product by name.</summary>
internal static class Defaults
{
    /// <summary>The device model.</summary>
    public const string Device = "hbm2-2000-pim";

    /// <summary>Images that a shape-only network is timed for: it has no data, and so many are in the default data set.</summary>
    public const int ShapeOnlyImages = 10_000;

    /// <summary>The device model of <c>kernel run</c>.</summary>
    public const string KernelDevice = "hbm2-pim-fp16";

    /// <summary>A device to compare with.</summary>
    public const string OtherDevice = "ddr4-2400";
}
