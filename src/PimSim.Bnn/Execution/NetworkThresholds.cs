using PimSim.Bits;
using PimSim.Device;
using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Folds the batch norm and sign of a block into the device's threshold entries.</summary>
internal sealed class NetworkThresholds : IThresholdSource
{
    private readonly LayerPlan plan;
    private readonly BorderClasses classes;

    public NetworkThresholds(LayerPlan plan)
    {
        this.plan = plan;
        classes = plan.BorderClasses();
        ClassOfPosition = classes.ClassOf.ToArray();
    }

    public int ClassCount => classes.Count;

    public int PerChannel => plan.PerChannel;

    public IReadOnlyList<int> ClassOfPosition { get; }

    public ThresholdEntry[] Fold(PackedMatrix signs, float scale)
    {
        LayerThresholds folded = LayerThresholds.Fold(plan, Flatten(signs, scale));
        var entries = new ThresholdEntry[ClassCount * PerChannel * plan.Channels];
        for (int i = 0; i < entries.Length; i++)
        {
            int set = i / plan.Channels;
            IntegerThreshold t = folded[i % plan.Channels, set / PerChannel, set % PerChannel];
            entries[i] = new ThresholdEntry(t.Limit, t.Direction);
        }

        return entries;
    }

    private static BinarizedWeights Flatten(PackedMatrix signs, float scale)
    {
        int count = signs.Rows * signs.Columns;
        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            if (signs.Get(i / signs.Columns, i % signs.Columns))
            {
                bits[i / 64] |= 1UL << (i % 64);
            }
        }

        return new BinarizedWeights(bits, count, scale);
    }
}
