using System.Security.Cryptography;

namespace PimSim.Exploration;

/// <summary>What a case gave.</summary>
public sealed record CaseMeasurement
{
    /// <summary>Hash of the resolved model.</summary>
    public required string DeviceHash { get; init; }

    /// <summary>Hash of the network's content.</summary>
    public required string NetworkHash { get; init; }

    /// <summary>Images of the run.</summary>
    public required int Images { get; init; }

    /// <summary>Images with the right class; null where no class was found, or one for each seed.</summary>
    public int? Correct { get; init; }

    /// <summary>The class of each image; empty where there is none, or one for each seed.</summary>
    public byte[] Predictions { get; init; } = [];

    /// <summary>Accuracy over seeds of faults, or null.</summary>
    public SeededAccuracy? Seeds { get; init; }

    /// <summary>Device time of all images, in cycles.</summary>
    public required long Cycles { get; init; }

    /// <summary>Energy of all images in attojoules, or null where the model has none.</summary>
    public required Int128? EnergyAj { get; init; }

    /// <summary>What each layer put out for each image whose class is known.</summary>
    public IReadOnlyList<LayerDigests> Layers { get; init; } = [];

    /// <summary>SHA-256 of the predictions, one byte a class; null where there are none.</summary>
    public string? PredictionsSha256 => Predictions.Length == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Predictions));
}
