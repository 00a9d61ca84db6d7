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
        IReadOnlyList<LayerPlan> plans = NetworkPlanner.Plan(network);
        if (plans[^1].HasThresholds)
        {
            throw new UserErrorException("PIM0450", $"network '{network.Name}' ends in a sign or thresholds, so it has no class scores", null, "end it in a layer without them; a read-out may hold thresholds");
        }

        var operations = new List<LayerOperation>();
        foreach (LayerPlan plan in plans)
        {
            int index = operations.Count;
            operations.Add(plan.IsBinary ? Binary(plan, index) : Real(plan, index, index == 0 && model.FirstLayerOnHost));
        }

        return new Workload(network.Name, operations) { ReadOut = network.ReadOut };
    }

    private static BinaryOperation Binary(LayerPlan plan, int index) => new()
    {
        Name = plan.Name,
        Shape = Shape(plan),
        Input = new TensorHandle(index),
        Output = new TensorHandle(index + 1),
        Weights = Weights(plan),
        Planes = plan.InputPlanes,
        PadBit = plan.Convolution?.PaddingValue == PaddingValue.MinusOne,
        PadLevel = plan.Convolution?.PaddingValue switch { PaddingValue.PlusOne => 1, PaddingValue.MinusOne => -1, _ => 0 },
        Thresholds = plan.HasThresholds ? new NetworkThresholds(plan) : CountsOnly(plan),
        OutputPlanes = plan.OutputPlanes,
        PoolIgnoresDirection = plan.IgnoreDirection,
    };

    private static RealOperation Real(LayerPlan plan, int index, bool onHost) => new()
    {
        Name = plan.Name,
        Shape = Shape(plan),
        Input = new TensorHandle(index),
        Output = new TensorHandle(index + 1),
        Weights = ((RealWeights)plan.Weights).Values,
        Bias = plan.Dense?.Bias,
        InputIsBits = plan.InputIsBits,
        PadValue = plan.Convolution?.PaddingValue switch { PaddingValue.PlusOne => 1f, PaddingValue.MinusOne => -1f, _ => 0f },
        Limits = plan.HasSign ? [.. ThresholdFolding.FoldReals(plan.Norm, plan.Channels).Select(t => new RealLimit(t.Limit, t.Inverted))] : null,
        PoolAfterCompare = plan.IgnoreDirection,
        OnHost = onHost,
    };

    private static NetworkThresholds? CountsOnly(LayerPlan plan)
    {
        if (plan.InputPlanes is not null)
        {
            return plan.Weights is BinarizedWeights
                ? null
                : throw new UserErrorException(
                    "PIM1085", $"layer '{plan.Name}' gives counts of inputs in bit planes and is stored with clip thresholds, which is not supported yet", null, "store the binarized set, or put a sign after the layer");
        }

        if (plan.Convolution is { Padding: > 0, PaddingValue: PaddingValue.Zero })
        {
            throw new UserErrorException("PIM0451", $"layer '{plan.Name}' gives counts with true-0 padding, which is not supported yet", null, "put a sign after it, or pad with +1 or -1");
        }

        return null;
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
