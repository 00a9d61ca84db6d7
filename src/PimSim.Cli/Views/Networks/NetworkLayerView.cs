using PimSim.Bnn;

namespace PimSim.Cli;

/// <summary>One layer of a network with what follows it.</summary>
internal sealed record NetworkLayerView
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>The layer itself, for example <c>conv 3x3 pad 1</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>What follows it in the block, for example <c>pool 2, norm, sign</c>; may be empty.</summary>
    public required string Tail { get; init; }

    /// <summary>Both, for example <c>conv 3x3 pad 1, pool 2, norm, sign</c>.</summary>
    public string Kind => Tail.Length == 0 ? Layer : $"{Layer}, {Tail}";

    /// <summary>Where the block runs: <c>xnor</c> or <c>simd</c>. A device model can take the first real layer to the host.</summary>
    public required string Where { get; init; }

    /// <summary>Thresholds of a channel where there are several, whose firing the host counts; else 1.</summary>
    public required int ThresholdsPerChannel { get; init; }

    /// <summary>Shape of the input.</summary>
    public required ImageShape Input { get; init; }

    /// <summary>Shape of the output, after pooling.</summary>
    public required ImageShape Output { get; init; }

    /// <summary>Bits of an input element: 1, the planes of whole numbers, or 32 for real values.</summary>
    public required int InputBits { get; init; }

    /// <summary>Bits of a weight as the device computes with it: 1, or 32 for real layers.</summary>
    public required int WeightBits { get; init; }

    /// <summary>Weights.</summary>
    public required long Weights { get; init; }

    /// <summary>Weights, biases, clip thresholds, scale, batch norm and integer thresholds.</summary>
    public required long Parameters { get; init; }

    /// <summary>Binary multiply-accumulates of one image, padding included.</summary>
    public required long BitMacs { get; init; }

    /// <summary>Real multiply-accumulates of one image, padding included.</summary>
    public required long RealMacs { get; init; }

    /// <summary>First and second clip threshold where the real weight set is stored; null elsewhere.</summary>
    public (float Lower, float Upper)? Clip { get; init; }

    /// <summary>Smallest and largest integer threshold on mismatch counts; null where there are none.</summary>
    public (int Smallest, int Largest)? Thresholds { get; init; }

    /// <summary>Describes a block.</summary>
    public static NetworkLayerView Of(LayerPlan plan)
    {
        long weights = (long)plan.Channels * plan.Positions;
        long macs = (long)plan.LayerOutput.Height * plan.LayerOutput.Width * weights;
        return new NetworkLayerView
        {
            Name = plan.Name,
            Layer = LayerText.Layer(plan),
            Tail = LayerText.Tail(plan),
            Where = plan.IsBinary ? "xnor" : "simd",
            ThresholdsPerChannel = plan.PerChannel,
            Input = plan.Input,
            Output = plan.Output,
            InputBits = plan.InputPlanes?.Count ?? (plan.InputIsBits ? 1 : 32),
            WeightBits = plan.IsBinary ? 1 : 32,
            Weights = weights,
            Parameters = weights + Others(plan),
            BitMacs = plan.IsBinary ? macs * (plan.InputPlanes?.Count ?? 1) : 0,
            RealMacs = plan.IsBinary ? 0 : macs,
            Clip = plan.Weights is ClippedWeights clipped ? (clipped.Lower, clipped.Upper) : null,
            Thresholds = plan is { IsBinary: true, HasThresholds: true } ? Range(LayerThresholds.Fold(plan, plan.Binarized()), plan.Channels) : null,
        };
    }

    /// <summary>Describes a step between layers. It has no weights; each term costs a multiply-accumulate an element of its window.</summary>
    public static NetworkLayerView Of(ElementwiseStep step, NetworkPlan plan) => new()
    {
        Name = step.Name,
        Layer = Describe(step),
        Tail = "",
        Where = "simd",
        ThresholdsPerChannel = 1,
        Input = step.Input,
        Output = step.Output,
        InputBits = step.Terms.Max(t => plan.Values[t.Value].Kind == ValueKind.Bits ? 1 : plan.Values[t.Value].Planes?.Count ?? 32),
        WeightBits = 32,
        Weights = 0,
        Parameters = Norms(step).Sum(n => 4L * n.Gamma.Length),
        BitMacs = 0,
        RealMacs = (long)step.Output.Count * step.Size * step.Size * step.Terms.Count,
        Clip = null,
        Thresholds = null,
    };

    private static IEnumerable<BatchNormNode> Norms(ElementwiseStep step) =>
        step.Terms.Select(t => t.Norm).Append(step.SignNorm).OfType<BatchNormNode>().Distinct<BatchNormNode>(ReferenceEqualityComparer.Instance);

    private static string Describe(ElementwiseStep step)
    {
        string sign = step.Signs is null ? "" : step.SignNorm is null ? "sign" : "norm and sign";
        string[] terms = [.. step.Terms.Select(t => t.Norm is not null ? "norm" : t.Counts is not null ? "scale" : "")];
        string padding = step.Padding > 0 ? FormattableString.Invariant($" pad {step.Padding}") : "";
        string window = step.Reduction switch
        {
            Driver.WindowReduction.Maximum => FormattableString.Invariant($"pool {step.Size}{padding}"),
            Driver.WindowReduction.Average => FormattableString.Invariant($"average {step.Size}"),
            _ => "",
        };
        string[] parts = [.. terms, step.Terms.Count > 1 ? "add" : window, sign];
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }

    private static long Others(LayerPlan plan)
    {
        long clip = plan.Weights switch
        {
            ClippedWeights => 2,
            BinarizedWeights => 1,
            _ => 0,
        };
        return clip + (plan.Dense?.Bias?.Length ?? 0) + (plan.Norm is { } norm ? 4L * norm.Gamma.Length : 0) + (plan.Thresholds?.Length ?? 0);
    }

    private static (int Smallest, int Largest) Range(LayerThresholds thresholds, int channels)
    {
        int smallest = int.MaxValue;
        int largest = int.MinValue;
        for (int channel = 0; channel < channels; channel++)
        {
            for (int b = 0; b < thresholds.Classes.Count; b++)
            {
                for (int t = 0; t < thresholds.PerChannel; t++)
                {
                    int limit = thresholds[channel, b, t].Limit;
                    smallest = Math.Min(smallest, limit);
                    largest = Math.Max(largest, limit);
                }
            }
        }

        return (smallest, largest);
    }
}
