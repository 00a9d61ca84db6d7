using System.Security.Cryptography;

namespace PimSim.Exploration;

/// <summary>What a case gave.</summary>
public sealed record CaseMeasurement
{
    /// <summary>Hash of the resolved model.</summary>
    public required string DeviceHash { get; init; }

    /// <summary>Hash of the network's content.</summary>
    public required string NetworkHash { get; init; }

    /// <summary>Images with the right class.</summary>
    public required int Correct { get; init; }

    /// <summary>The class of each image.</summary>
    public required byte[] Predictions { get; init; }

    /// <summary>Device time of all images, in cycles.</summary>
    public required long Cycles { get; init; }

    /// <summary>Energy of all images in attojoules, or null where the model has none.</summary>
    public required Int128? EnergyAj { get; init; }

    /// <summary>What each layer put out for each image.</summary>
    public required IReadOnlyList<LayerDigests> Layers { get; init; }

    /// <summary>SHA-256 of the predictions, one byte a class.</summary>
    public string PredictionsSha256 => Convert.ToHexStringLower(SHA256.HashData(Predictions));
}
