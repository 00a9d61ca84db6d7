namespace PimSim.Cluster;

/// <summary>A point on its way.</summary>
/// <param name="Key">Identity: hash of version and description.</param>
/// <param name="Json">The description; files are named by their hash.</param>
[GenerateSerializer]
[Alias("pimsim.point")]
internal sealed record WirePoint([property: Id(0)] string Key, [property: Id(1)] string Json);
