namespace PimSim.Driver;

/// <summary>How images were spread.</summary>
/// <param name="Teams">Teams of domains; each takes consecutive images.</param>
/// <param name="PixelShards">Domains of a team, which share the pixels.</param>
/// <param name="GroupSize">Images that go through the layers together.</param>
public sealed record ShardingReport(int Teams, int PixelShards, int GroupSize);
