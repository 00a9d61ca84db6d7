namespace PimSim.Bnn;

/// <summary>The keys of each map of a network's header, in their order; writer and reader share them.</summary>
internal static class HeaderKeys
{
    /// <summary>Indexed by the version of the format.</summary>
    public static readonly string[] Schemas = ["", "pimsim.network/1", "pimsim.network/2", "pimsim.network/3"];

    /// <summary>Indexed by the version of the format.</summary>
    public static readonly string[][] Network =
        [[], ["schema", "name", "input", "classes", "nodes"], NewNetwork, NewNetwork];

    /// <summary>Indexed by the version of the format.</summary>
    public static readonly string[][] Input =
        [[], ["height", "width", "channels", "mean", "deviation"], NewInput, NewInput];

    public static readonly string[] Convolution =
        ["kind", "name", "inputs", "outChannels", "kernelHeight", "kernelWidth", "stride", "padding", "paddingValue", "groups", "weights"];

    public static readonly string[] Dense = ["kind", "name", "inputs", "outputs", "weights", "bias"];
    public static readonly string[] MaxPool = ["kind", "name", "inputs", "size", "stride"];
    public static readonly string[] PaddedMaxPool = [.. MaxPool, "padding"];
    public static readonly string[] AveragePool = ["kind", "name", "inputs", "size", "stride"];
    public static readonly string[] Add = ["kind", "name", "inputs"];
    public static readonly string[] BatchNorm = ["kind", "name", "inputs", "gamma", "beta", "mean", "variance", "epsilon"];
    public static readonly string[] Sign = ["kind", "name", "inputs"];
    public static readonly string[] Threshold = ["kind", "name", "inputs", "thresholds"];
    public static readonly string[] MultiThreshold = ["kind", "name", "inputs", "perChannel", "offset", "thresholds"];
    public static readonly string[] ArgMax = ["kind"];
    public static readonly string[] Affine = ["kind", "scale", "offset"];
    public static readonly string[] HighestSet = ["kind", "thresholds"];
    public static readonly string[] Thresholds = ["limits", "atMost"];
    public static readonly string[] Real = ["kind", "values"];
    public static readonly string[] Clipped = ["kind", "values", "lower", "upper"];
    public static readonly string[] Binarized = ["kind", "signs", "scale"];
    public static readonly string[] Tensor = ["section", "count"];

    /// <summary>Indexed by <see cref="PaddingValue"/>.</summary>
    public static readonly string[] PaddingValues = ["zero", "plusOne", "minusOne"];

    private static string[] NewNetwork => ["schema", "name", "input", "classes", "readOut", "nodes"];

    private static string[] NewInput => ["height", "width", "channels", "mean", "deviation", "levels"];
}
