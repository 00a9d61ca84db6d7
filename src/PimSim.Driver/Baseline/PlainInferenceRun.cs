using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What an inference costs on a device whose units do nothing: a host reads weights and activations and computes.</summary>
public sealed record PlainInferenceRun
{
    /// <summary>The host's cache.</summary>
    public required long CacheBytes { get; init; }

    /// <summary>All that went over the buses.</summary>
    public required long Bytes { get; init; }

    /// <summary>Timing and commands; the time is that of the traffic, whatever the host computes meanwhile.</summary>
    public required ReplayResult Replay { get; init; }

    /// <summary>Attojoules of the memory, and of the host's real multiply-accumulates; null where the model has no currents.</summary>
    public required Int128? EnergyAj { get; init; }

    /// <summary>Of these, the host's; bits that the host compares are not charged.</summary>
    public required Int128 HostAj { get; init; }

    /// <summary>By layer.</summary>
    public required IReadOnlyList<PlainLayer> Layers { get; init; }
}
