using PimSim.Bnn;

namespace PimSim.Cli;

/// <summary><c>network list</c>.</summary>
internal sealed class NetworkListVerb(ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<NetworkSummary> networks = [];
        foreach (string name in NetworkCatalog.Shipped.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            networks.Add(NetworkSummary.Of(name, NetworkCatalog.Shipped.Resolve(name)));
        }

        writer.Write(new NetworkListView(networks, NetworkCatalog.DefaultName));
        return Task.FromResult(ExitCode.Done);
    }
}
