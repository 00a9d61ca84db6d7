namespace PimSim.Cluster;

/// <summary>How a point ended.</summary>
/// <param name="Key">The point.</param>
/// <param name="Kind">How.</param>
/// <param name="Message">Why it has no result in the store; empty where it has one.</param>
[GenerateSerializer]
[Alias("pimsim.end")]
internal sealed record PointEnd([property: Id(0)] string Key, [property: Id(1)] PointEndKind Kind, [property: Id(2)] string Message = "");
