namespace PimSim.Interop;

/// <summary>The words of a layer map.</summary>
internal static class MapWords
{
    public static readonly Dictionary<string, MapSource> Sources = new(StringComparer.Ordinal)
    {
        ["tensors"] = MapSource.Tensors,
        ["bnn-pynq"] = MapSource.BnnPynq,
        ["larq"] = MapSource.Larq,
    };

    public static readonly Dictionary<string, ClassDecision> Decisions = new(StringComparer.Ordinal)
    {
        ["largest-sum"] = ClassDecision.LargestSum,
        ["highest-firing"] = ClassDecision.HighestFiring,
    };

    public static readonly Dictionary<string, SignConvention> Signs = new(StringComparer.Ordinal)
    {
        ["one-is-plus"] = SignConvention.OneIsPlus,
        ["one-is-minus"] = SignConvention.OneIsMinus,
        ["non-negative-is-plus"] = SignConvention.NonNegativeIsPlus,
        ["positive-is-plus"] = SignConvention.PositiveIsPlus,
        ["non-zero"] = SignConvention.NonZero,
        ["real"] = SignConvention.Real,
    };

    public static readonly Dictionary<string, WeightLayout> DenseLayouts = new(StringComparer.Ordinal)
    {
        ["out-in"] = WeightLayout.OutIn,
        ["in-out"] = WeightLayout.InOut,
    };

    public static readonly Dictionary<string, WeightLayout> ConvolutionLayouts = new(StringComparer.Ordinal)
    {
        ["oihw"] = WeightLayout.Oihw,
        ["hwio"] = WeightLayout.Hwio,
        ["ohwi"] = WeightLayout.Ohwi,
    };

    public static readonly Dictionary<string, BitPacking> Packings = new(StringComparer.Ordinal)
    {
        ["none"] = BitPacking.None,
        ["lsb-first"] = BitPacking.LsbFirst,
        ["msb-first"] = BitPacking.MsbFirst,
    };

    public static readonly Dictionary<string, ThresholdComparison> Comparisons = new(StringComparer.Ordinal)
    {
        [">"] = ThresholdComparison.Greater,
        [">="] = ThresholdComparison.GreaterOrEqual,
    };

    public static readonly Dictionary<string, ThresholdDomain> Domains = new(StringComparer.Ordinal)
    {
        ["popcount"] = ThresholdDomain.Popcount,
        ["dot"] = ThresholdDomain.Dot,
    };

    public static readonly Dictionary<string, InputOrder> Orders = new(StringComparer.Ordinal)
    {
        ["hwc"] = InputOrder.Hwc,
        ["chw"] = InputOrder.Chw,
    };

    public static readonly Dictionary<string, BorderValue> Borders = new(StringComparer.Ordinal)
    {
        ["zero"] = BorderValue.Zero,
        ["plus"] = BorderValue.Plus,
        ["minus"] = BorderValue.Minus,
    };
}
