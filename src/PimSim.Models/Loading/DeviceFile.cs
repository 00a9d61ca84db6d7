using PimSim.Core;

namespace PimSim.Models;

/// <summary>A device's file, read against its standards: numbers converted, nothing compiled yet.</summary>
internal sealed record DeviceFile
{
    public required string Description { get; init; }

    public required Rational ClockPs { get; init; }

    public required Organization Organization { get; init; }

    public required ProcessingUnitModel? Unit { get; init; }

    public required bool HasCurrents { get; init; }

    /// <summary>Why there is no energy where there are no currents.</summary>
    public required string NoEnergy { get; init; }

    public required AreaModel? Area { get; init; }

    public required ControllerModel Controller { get; init; }

    public required Rational HostTurnaroundNs { get; init; }

    public required int HostMacsPerCycle { get; init; }

    public required Rational HostPicojoulesPerMac { get; init; }

    public required long HostCacheBytes { get; init; }

    public required int ImagesPerGroup { get; init; }

    public required int PixelShards { get; init; }

    public required int FirstRow { get; init; }

    public required bool FirstLayerOnHost { get; init; }

    public required FaultModel Faults { get; init; }

    /// <summary>Values of all declared parameters, sizes and constants, by name.</summary>
    public required NameTable Names { get; init; }

    public required IReadOnlyList<ModelNumber> Numbers { get; init; }

    /// <summary>The file and its top node, for faults that concern the whole.</summary>
    public required YamlContext Context { get; init; }

    public required YamlNode Place { get; init; }
}
