using PimSim.Bits;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// The host's folding of whatever follows a binary operation into integer thresholds. It is asked when the device has
/// made signs and scale, so that the thresholds follow what is stored.
/// </summary>
public interface IThresholdSource
{
    /// <summary>Number of border classes.</summary>
    int ClassCount { get; }

    /// <summary>Thresholds of each channel, at least 1. With several the output is how many of them fire, on top of an offset.</summary>
    int PerChannel => 1;

    /// <summary>Border class of each output position before pooling, row by row.</summary>
    IReadOnlyList<int> ClassOfPosition { get; }

    /// <summary>Entries for the signs and scale: by (border class * thresholds a channel + threshold) * channels + channel.</summary>
    ThresholdEntry[] Fold(PackedMatrix signs, float scale);
}
