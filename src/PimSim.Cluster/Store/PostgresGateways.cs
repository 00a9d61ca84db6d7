using Orleans.Messaging;

namespace PimSim.Cluster;

/// <summary>Tells clients which workers take calls.</summary>
internal sealed class PostgresGateways(PostgresMembership table, ClusterSettings settings) : IGatewayListProvider
{
    /// <inheritdoc/>
    public TimeSpan MaxStaleness => TimeSpan.FromSeconds(settings.ResponseSeconds);

    /// <inheritdoc/>
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IList<Uri>> GetGateways() =>
    [
        .. (await table.ReadAll()).Members
            .Where(m => m.Item1 is { Status: SiloStatus.Active, ProxyPort: > 0 })
            .Select(m => SiloAddress.New(m.Item1.SiloAddress.Endpoint.Address, m.Item1.ProxyPort, m.Item1.SiloAddress.Generation).ToGatewayUri()),
    ];
}
