using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli;

/// <summary><c>pimsim trace record</c>.</summary>
internal static class TraceRecordCommand
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="IInferenceBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Option<string?> file = SharedOptions.Out("The trace to write (.pimtrace).");
        file.Required = true;
        Command command = new("record", $"Write the commands of an inference to a trace; {TraceRecordVerb.DefaultImages} images unless --images says otherwise.") { file };
        RunOptionSet shared = new(command);
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceRecordVerb, TraceRecordOptions>(
            shared.Read(parsed, new TraceRecordOptions { TraceFile = parsed.GetValue(file)! }), terminal, cancellation, backEnd));
        return command;
    }
}
