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

    /// <summary>Border class of each output position before pooling, row by row.</summary>
    IReadOnlyList<int> ClassOfPosition { get; }

    /// <summary>Entries for the signs and scale: by border class * channels + channel.</summary>
    ThresholdEntry[] Fold(PackedMatrix signs, float scale);
}
