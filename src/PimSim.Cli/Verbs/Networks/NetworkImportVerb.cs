using PimSim.Bnn;
using PimSim.Core;
using PimSim.Interop;

namespace PimSim.Cli;

/// <summary><c>network import</c>.</summary>
internal sealed class NetworkImportVerb(NetworkImportOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!Enum.TryParse(options.Format, ignoreCase: true, out ImportFormat format) || !Enum.IsDefined(format) || int.TryParse(options.Format, out _))
        {
            throw new UserErrorException("PIM1145", $"'{options.Format}' is no format of networks", null, $"--format takes one of {NetworkCommands.ImportFormats}");
        }

        BnnNetwork network = NetworkImport.Read(options.File, format, options.Map);
        cancellationToken.ThrowIfCancellationRequested();
        NetworkInspectView view = NetworkInspectView.Of(network.Name, network);
        NetworkFile.Save(options.Target, network);
        writer.Write(view);
        return Task.FromResult(ExitCode.Done);
    }
}
