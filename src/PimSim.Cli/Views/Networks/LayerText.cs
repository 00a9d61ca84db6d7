using PimSim.Bnn;

namespace PimSim.Cli;

/// <summary>Blocks of a network in words.</summary>
internal static class LayerText
{
    /// <summary>The layer, for example <c>conv 3x3 pad 1</c>.</summary>
    public static string Layer(LayerPlan plan)
    {
        if (plan.Convolution is not { } c)
        {
            return "dense";
        }

        string groups = c.Groups > 1 ? FormattableString.Invariant($" groups {c.Groups}") : "";
        string stride = c.Stride > 1 ? FormattableString.Invariant($" stride {c.Stride}") : "";
        string padding = c.Padding > 0 ? FormattableString.Invariant($" pad {c.Padding}{PadText(c.PaddingValue)}") : "";
        return FormattableString.Invariant($"conv {c.KernelHeight}x{c.KernelWidth}{stride}{padding}{groups}");
    }

    /// <summary>What follows the layer in its block, for example <c>pool 2, norm, sign</c>; may be empty.</summary>
    public static string Tail(LayerPlan plan)
    {
        string pool = plan.Pool is { } p ? FormattableString.Invariant($"pool {p.Size}") : "";
        string norm = plan.Norm is null ? "" : "norm";
        string sign = plan.OutputPlanes is not null
            ? FormattableString.Invariant($"{plan.PerChannel} thresholds")
            : plan.Thresholds is not null ? "threshold" : plan.HasSign ? "sign" : "";
        string[] tail = plan.PoolPosition switch
        {
            PoolPosition.BeforeNorm => [pool, norm, sign],
            PoolPosition.AfterNorm => [norm, pool, sign],
            _ => [norm, sign, pool],
        };
        return string.Join(", ", tail.Where(t => t.Length > 0));
    }

    /// <summary>What the host makes of pixels.</summary>
    public static string Pixels(InputEncoding input) => input switch
    {
        { IsSigns: true } => "to 1 bit",
        { Planes: { } planes } => FormattableString.Invariant($"to {planes.Count} bit planes"),
        _ => "mean, deviation",
    };

    /// <summary>How the host tells the class.</summary>
    public static string Class(ReadOut readOut) => readOut switch
    {
        HighestSetReadOut => "last that fires",
        AffineReadOut => "largest, scaled",
        _ => "largest score",
    };

    private static string PadText(PaddingValue value) => value switch
    {
        PaddingValue.PlusOne => " (+1)",
        PaddingValue.MinusOne => " (-1)",
        _ => "",
    };
}
