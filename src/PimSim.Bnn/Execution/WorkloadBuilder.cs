using PimSim.Bits;
using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn;

/// <summary>Turns a network into the operations that a driver places and runs.</summary>
public static class WorkloadBuilder
{
    /// <summary>The forward workload of <paramref name="network"/> for <paramref name="model"/>.</summary>
    /// <exception cref="UserErrorException">The network is wrong, or not of a form that runs on a device.</exception>
    public static Workload Build(BnnNetwork network, DeviceModel model)
    {
        NetworkPlan plan = NetworkPlanner.PlanSteps(network);
        if (plan.Values[plan.Result].Kind is ValueKind.Bits or ValueKind.Levels)
        {
            throw new UserErrorException("PIM0450", $"network '{network.Name}' ends in a sign or thresholds, so it has no class scores", null, "end it in a layer without them; a read-out may hold thresholds");
        }

        var operations = new List<LayerOperation>();
        foreach (NetworkStep step in plan.Steps)
        {
            operations.Add(step switch
            {
                LayerStep { Plan.IsBinary: true } layer => Binary(layer, isLast: layer.Output == plan.Result),
                LayerStep layer => Real(layer, operations.Count == 0 && model.FirstLayerOnHost),
                _ => Elementwise((ElementwiseStep)step),
            });
        }

        return new Workload(network.Name, operations) { ReadOut = network.ReadOut };
    }

    private static ElementwiseOperation Elementwise(ElementwiseStep step) => new()
    {
        Name = step.Name,
        Shape = new LayerShape
        {
            Height = step.Input.Height,
            Width = step.Input.Width,
            Channels = step.Input.Channels,
            OutChannels = step.Output.Channels,
            KernelHeight = step.Size,
            KernelWidth = step.Size,
            Stride = step.Stride,
            Padding = step.Padding,
            Groups = step.Input.Channels,
        },
        Input = new TensorHandle(step.Terms[0].Value),
        Output = new TensorHandle(step.Outputs[0]),
        Terms = [.. step.Terms.Select((t, i) => new ElementwiseTerm(new TensorHandle(t.Value), t.IsAffine ? new StepAffine(step, i) : null))],
        Reduction = step.Reduction,
        Signs = step.Signs is { } signs ? new TensorHandle(signs) : null,
        Limits = step.Signs is not null && (step.SignNorm is not null || step.CountsOfSigns is not null) ? new StepLimits(step) : null,
        SignsOnInput = step.SignsOnInput,
    };

    private static BinaryOperation Binary(LayerStep step, bool isLast) => Binary(step.Plan, isLast) with
    {
        Input = new TensorHandle(step.Input),
        Output = new TensorHandle(step.Output),
    };

    private static BinaryOperation Binary(LayerPlan plan, bool isLast) => new()
    {
        Name = plan.Name,
        Shape = Shape(plan),
        Input = default,
        Output = default,
        Weights = Weights(plan),
        Planes = plan.InputPlanes,
        PadBit = plan.Convolution?.PaddingValue == PaddingValue.MinusOne,
        PadLevel = plan.Convolution?.PaddingValue switch { PaddingValue.PlusOne => 1, PaddingValue.MinusOne => -1, _ => 0 },
        Thresholds = plan.HasThresholds ? new NetworkThresholds(plan) : null,
        Counts = plan.HasThresholds ? null : CountsOnly(plan, isLast),
        OutputPlanes = plan.OutputPlanes,
        PoolIgnoresDirection = plan.IgnoreDirection,
    };

    private static RealOperation Real(LayerStep step, bool onHost) => Real(step.Plan, onHost) with
    {
        Input = new TensorHandle(step.Input),
        Output = new TensorHandle(step.Output),
    };

    private static RealOperation Real(LayerPlan plan, bool onHost) => new()
    {
        Name = plan.Name,
        Shape = Shape(plan),
        Input = default,
        Output = default,
        Weights = ((RealWeights)plan.Weights).Values,
        Bias = plan.Dense?.Bias,
        InputIsBits = plan.InputIsBits,
        PadValue = plan.Convolution?.PaddingValue switch { PaddingValue.PlusOne => 1f, PaddingValue.MinusOne => -1f, _ => 0f },
        Limits = plan.HasSign ? [.. ThresholdFolding.FoldReals(plan.Norm, plan.Channels).Select(t => new RealLimit(t.Limit, t.Inverted))] : null,
        PoolAfterCompare = plan.IgnoreDirection,
        OnHost = onHost,
    };

    private static CountTops? CountsOnly(LayerPlan plan, bool isLast)
    {
        if (plan.InputPlanes is not null)
        {
            return plan.Weights is BinarizedWeights
                ? null
                : throw new UserErrorException(
                    "PIM1085", $"layer '{plan.Name}' gives counts of inputs in bit planes and is stored with clip thresholds, which is not supported yet", null, "store the binarized set, or put a sign after the layer");
        }

        if (plan.Convolution is not { Padding: > 0, PaddingValue: PaddingValue.Zero })
        {
            return null;
        }

        if (isLast)
        {
            throw new UserErrorException("PIM0451", $"layer '{plan.Name}' gives class scores as counts with true-0 padding, which is not supported yet", null, "pad with +1 or -1, or let a real layer give the scores");
        }

        BorderClasses classes = plan.BorderClasses();
        BinarizedWeights weights = plan.Binarized();
        int[] tops = new int[classes.Count * plan.Channels];
        for (int i = 0; i < tops.Length; i++)
        {
            (int border, int channel) = Math.DivRem(i, plan.Channels);
            tops[i] = classes.ValidPositions(border) + (2 * classes.PadMismatches(weights, channel, border));
        }

        return new CountTops(classes.ClassOf.ToArray(), tops);
    }

    private static BinaryWeights Weights(LayerPlan plan)
    {
        if (plan.Weights is ClippedWeights clip)
        {
            return new StoredClip(clip.Values, clip.Lower, clip.Upper);
        }

        var stored = (BinarizedWeights)plan.Weights;
        var signs = new PackedMatrix(plan.Channels, plan.Positions);
        if (plan.Positions % 64 == 0)
        {
            // Rows of whole words: both forms are the same words.
            stored.Bits.CopyTo(signs.Words, 0);
            return new StoredSigns(signs, stored.Scale);
        }

        for (int i = 0; i < stored.Count; i++)
        {
            signs.Set(i / plan.Positions, i % plan.Positions, ((stored.Bits[i / 64] >> (i % 64)) & 1) != 0);
        }

        return new StoredSigns(signs, stored.Scale);
    }

    private static LayerShape Shape(LayerPlan plan) => new()
    {
        Height = plan.Input.Height,
        Width = plan.Input.Width,
        Channels = plan.Input.Channels,
        OutChannels = plan.Channels,
        KernelHeight = plan.Convolution?.KernelHeight ?? plan.Input.Height,
        KernelWidth = plan.Convolution?.KernelWidth ?? plan.Input.Width,
        Stride = plan.Convolution?.Stride ?? 1,
        Padding = plan.Convolution?.Padding ?? 0,
        Groups = plan.Convolution?.Groups ?? 1,
        PoolSize = plan.Pool?.Size ?? 1,
        PoolStride = plan.Pool?.Stride ?? 1,
    };
}
