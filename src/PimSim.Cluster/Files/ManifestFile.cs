namespace PimSim.Cluster;

/// <summary>A file of a manifest.</summary>
/// <param name="Path">Relative path, with forward slashes.</param>
/// <param name="Hash">SHA-256 of the content.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ManifestFile(string Path, string Hash, long Bytes);
