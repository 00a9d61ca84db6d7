namespace PimSim.Models;

/// <summary>A device model, resolved: every parameter in cycles, bits and attojoules, overrides included.</summary>
public sealed class DeviceModel
{
    /// <summary><see cref="HostCacheBytes"/> of models that do not say it.</summary>
    public const long DefaultHostCacheBytes = 2048 * 1024;

    /// <summary>Name, for example <c>hbm2-2000-pim</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>XxHash128 of the resolved model in canonical form, 32 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The hash of what programs and their cycles depend on: models with equal ones run a network in the same cycles, by the same commands. Null
    /// for a model that no loader made.
    /// </summary>
    public string? TimingHash { get; init; }

    /// <summary>Commands, buses and rules.</summary>
    public required MemoryStandard Standard { get; init; }

    /// <summary>Counts and widths.</summary>
    public required Organization Organization { get; init; }

    /// <summary>Clock period in picoseconds.</summary>
    public required double ClockPs { get; init; }

    /// <summary>The processing units, or null for plain memory.</summary>
    public required ProcessingUnitModel? Unit { get; init; }

    /// <summary>Coefficients, or null where the model has no currents.</summary>
    public required EnergyModel? Energy { get; init; }

    /// <summary>Area by component, or null where the model gives none.</summary>
    public AreaModel? Area { get; init; }

    /// <summary>Why <see cref="Energy"/> is null.</summary>
    public string? EnergyAbsentReason { get; init; }

    /// <summary>Host time between the last read-out beat and the first command that depends on it, in cycles (rounded up).</summary>
    public required int HostTurnaroundCycles { get; init; }

    /// <summary>Multiply-accumulates the host does per device clock cycle, for layers placed on the host.</summary>
    public required int HostMacsPerCycle { get; init; }

    /// <summary>Attojoules the host spends on one multiply-accumulate.</summary>
    public required long HostAjPerMac { get; init; }

    /// <summary>Bytes of the host's cache that a plain inference may use (<c>host.cacheKiB</c>): half for weights, half for activations.</summary>
    public long HostCacheBytes { get; init; } = DefaultHostCacheBytes;

    /// <summary>Average interval between refreshes of a domain in cycles; 0 for no refresh.</summary>
    public required int RefreshIntervalCycles { get; init; }

    /// <summary>How the memory controller works.</summary>
    public required ControllerModel Controller { get; init; }

    /// <summary>Cycle at which a domain's first refresh is due (<c>refresh.first</c>, else one interval); 0 for no refresh.</summary>
    public int FirstRefreshCycle => RefreshIntervalCycles > 0 && Controller.FirstRefreshCycle > 0 ? Controller.FirstRefreshCycle : RefreshIntervalCycles;

    /// <summary>Images that one domain takes through the layers together (<c>placement.imagesPerGroup</c>).</summary>
    public required int ImagesPerGroup { get; init; }

    /// <summary>Domains that share the pixels of an image (<c>placement.pixelShards</c>); 0: chosen by the number of images.</summary>
    public required int PixelShards { get; init; }

    /// <summary>Units of one domain: banks / banks per unit, times chips; 0 for plain memory.</summary>
    public int UnitsPerDomain => Unit is null ? 0 : Organization.Banks / Unit.BanksPerUnit * Organization.Chips;

    /// <summary>First row of the region reserved for processing (<c>placement.firstRow</c>).</summary>
    public required int FirstRow { get; init; }

    /// <summary><c>placement.first</c>: true when a first real layer runs on the host instead of the SIMD unit.</summary>
    public required bool FirstLayerOnHost { get; init; }

    /// <summary>What goes wrong in the device (<c>faults</c>, <c>ecc</c>); nothing by default.</summary>
    public FaultModel Faults { get; init; } = FaultModel.None;

    /// <summary>Every number with its source.</summary>
    public required IReadOnlyList<ModelNumber> Numbers { get; init; }

    /// <summary>Warnings of the loader.</summary>
    public required IReadOnlyList<Core.Diagnostic> Warnings { get; init; }

    /// <summary>Warnings about numbers and rows that hardly fit each other, for those who look at a model: <c>device validate</c> and <c>device show</c>.</summary>
    public IReadOnlyList<Core.Diagnostic> Doubts => FoundDoubts.Value;

    /// <summary>Rows are compared only when somebody asks.</summary>
    internal Lazy<IReadOnlyList<Core.Diagnostic>> FoundDoubts { get; init; } = new(() => []);
}
