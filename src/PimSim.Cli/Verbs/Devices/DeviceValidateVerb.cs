using PimSim.Core;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>device validate</c>: exit code 2 for a bad file, with all its faults on stderr.</summary>
internal sealed class DeviceValidateVerb(DeviceOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string given = options.Device!;

        // A name without a folder would be looked up among what ships; here it is always a file.
        string file = Path.GetFileName(given) == given ? Path.Combine(".", given) : given;
        List<Diagnostic> diagnostics = [.. DeviceModelLoader.Validate(file).Select(d => d.File == file ? d with { File = given } : d)];
        bool isValid = diagnostics.TrueForAll(d => d.Severity != DiagnosticSeverity.Error);
        NamedHash? device = null;
        if (isValid)
        {
            DeviceModel model = DeviceModelLoader.Load(file, []);
            device = new NamedHash(model.Name, model.Hash);
        }

        writer.Warn(diagnostics);
        writer.Write(new DeviceValidateView(given, device, diagnostics));
        return Task.FromResult(isValid ? ExitCode.Done : ExitCode.BadInput);
    }
}
