using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What an upload took and made.</summary>
public sealed record UploadReport : UploadTiming
{
    /// <summary>Tensors that were read back, with their checksums (domain 0).</summary>
    public required IReadOnlyList<UploadedTensor> Tensors { get; init; }

    /// <summary>Scale alpha of each binary layer in domain 0; 0 for real layers.</summary>
    public required IReadOnlyList<float> Scales { get; init; }

    /// <summary>Integer thresholds by layer in domain 0 (by border class * channels + channel), null for layers without.</summary>
    public required IReadOnlyList<ThresholdEntry[]?> Thresholds { get; init; }
}
