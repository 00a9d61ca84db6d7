namespace PimSim.Exploration;

/// <summary>The figures of a point. Energies are in pJ; null where the model has no currents, no area, or nothing was computed.</summary>
public sealed record PointFigures
{
    /// <summary>Hash of the resolved device model.</summary>
    public required string DeviceHash { get; init; }

    /// <summary>Hash of the network's content.</summary>
    public required string NetworkHash { get; init; }

    /// <summary>Images of the run.</summary>
    public required long Images { get; init; }

    /// <summary>Cycles of the run.</summary>
    public required long Cycles { get; init; }

    /// <summary>Its device time in seconds.</summary>
    public required double TimeSeconds { get; init; }

    /// <summary>Cycles to the result of the first group of images.</summary>
    public required long FirstImageCycles { get; init; }

    /// <summary>The same in seconds.</summary>
    public required double FirstImageSeconds { get; init; }

    /// <summary>Images by device time.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Cycles of the slowest domain by phase, in the order of <see cref="Models.CommandPhase"/>.</summary>
    public required IReadOnlyList<long> PhaseCycles { get; init; }

    /// <summary>Energy of the run.</summary>
    public double? EnergyPj { get; init; }

    /// <summary>Energy by part, in the order of <see cref="Models.EnergyPart"/>.</summary>
    public IReadOnlyList<double>? EnergyByPartPj { get; init; }

    /// <summary>Average power in watts.</summary>
    public double? PowerW { get; init; }

    /// <summary>Energy times time in joule seconds.</summary>
    public double? EnergyDelayJs { get; init; }

    /// <summary>Area of all components.</summary>
    public double? AreaUm2 { get; init; }

    /// <summary>Cycles of the upload; null where the space does not ask for it.</summary>
    public long? UploadCycles { get; init; }

    /// <summary>Bytes of the upload, replication included.</summary>
    public long? UploadBytes { get; init; }

    /// <summary>Energy of the upload.</summary>
    public double? UploadEnergyPj { get; init; }

    /// <summary>Binary multiply-accumulates.</summary>
    public required long BitMacs { get; init; }

    /// <summary>Real multiply-accumulates.</summary>
    public required long RealMacs { get; init; }

    /// <summary>Column accesses that fed units.</summary>
    public required long ColumnReads { get; init; }

    /// <summary>Bytes over the data buses.</summary>
    public required long BusBytes { get; init; }

    /// <summary>Cycles at full use of all units.</summary>
    public required long PeakCycles { get; init; }

    /// <summary>Images whose class was found, over all fault seeds; null where no bits were computed.</summary>
    public long? Correct { get; init; }

    /// <summary>The same as a fraction: with several fault seeds their mean.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Lower end of the 95 % bootstrap interval of the mean over fault seeds; null with one seed, or without faults.</summary>
    public double? AccuracyLower { get; init; }

    /// <summary>Its upper end.</summary>
    public double? AccuracyUpper { get; init; }

    /// <summary>SHA-256 of the classes, one byte an image.</summary>
    public string? PredictionsSha256 { get; init; }

    /// <summary>By layer.</summary>
    public required IReadOnlyList<PointLayer> Layers { get; init; }
}
