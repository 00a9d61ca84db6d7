using PimSim.Bnn;
using PimSim.Core;
using PimSim.Interop;

namespace PimSim.Cli;

/// <summary><c>network export</c>.</summary>
internal sealed class NetworkExportVerb(NetworkExportOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!Enum.TryParse(options.Format, ignoreCase: true, out ExportFormat format) || !Enum.IsDefined(format) || int.TryParse(options.Format, out _))
        {
            throw new UserErrorException("PIM1150", $"'{options.Format}' is no format that networks are exported to", null, $"--format takes one of {NetworkCommands.ExportFormats}");
        }

        BnnNetwork stored = NetworkCatalog.Shipped.Resolve(options.Network);
        BnnNetwork network = options.Binarized ? BinarizedForm.From(stored) : stored;
        bool isFile = !NetworkCatalog.Shipped.Names.Contains(options.Network, StringComparer.Ordinal);
        DistinctFiles.Require(("NAME|FILE", isFile ? options.Network : null), ("--out", options.Target), ("--map", options.Map));
        AtomicFile.RequireWritable(options.Map);
        cancellationToken.ThrowIfCancellationRequested();
        NetworkExport.Write(network, options.Target, format, options.Map);
        writer.Write(new NetworkExportView(new NamedHash(network.Name, NetworkFile.ContentHash(network)), options.Format.ToLowerInvariant(), options.Target, options.Map));
        return Task.FromResult(ExitCode.Done);
    }
}
