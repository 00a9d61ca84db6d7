using PimSim.Bnn;

namespace PimSim.Cli;

/// <summary><c>network inspect</c>.</summary>
internal sealed class NetworkInspectVerb(NetworkOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string name = writer.OrDefault(options.Network, "--network", NetworkCatalog.DefaultName);
        writer.Write(NetworkInspectView.Of(name, NetworkCatalog.Shipped.Resolve(name)));
        return Task.FromResult(ExitCode.Done);
    }
}
