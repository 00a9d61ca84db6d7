using PimSim.Bits;
using PimSim.Device;

namespace PimSim.Driver.Tests;

/// <summary>Thresholds that do not follow from weights: limits rise with class and channel, directions alternate by channel.</summary>
internal sealed class FixedThresholds(int classes, IReadOnlyList<int> classOfPosition, int channels, int middle) : IThresholdSource
{
    public int ClassCount => classes;

    public IReadOnlyList<int> ClassOfPosition => classOfPosition;

    /// <summary>Scale that the last folding was given.</summary>
    public float Scale { get; private set; } = -1;

    /// <summary>Signs that the last folding was given.</summary>
    public PackedMatrix? Signs { get; private set; }

    public ThresholdEntry[] Fold(PackedMatrix signs, float scale)
    {
        (Signs, Scale) = (signs, scale);
        return [.. Enumerable.Range(0, classes * channels).Select(i => new ThresholdEntry(middle + (i % 3) - 1, i % channels % 2 == 1))];
    }
}
