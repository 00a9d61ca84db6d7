using System.CommandLine;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary><c>pimsim trace replay --commands</c>.</summary>
internal static class TraceRetimeCommand
{
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Option<string?> format = SharedOptions.Text("--format", "F", "Format of the trace; told by its content unless given.");
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<string?> record = SharedOptions.Text("--record", "FILE", "Write the re-timed commands (.pimtrace).");
        Option<bool> json = SharedOptions.Json();
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Command command = new("replay", "Re-time a command trace on a device.") { format, device, set, record, json, result };
        RetimeOptionSet retime = new(command);
        command.SetAction((parsed, cancellation) => !retime.Applies(parsed) ? throw Missing() : VerbHost.RunAsync<TraceRetimeVerb, TraceRetimeOptions>(
            retime.Read(parsed, parsed.GetValue(device), parsed.GetValue(set), parsed.GetValue(format), parsed.GetValue(record), parsed.GetValue(json), parsed.GetValue(result)),
            terminal,
            cancellation,
            BackEnds.TraceRetiming));
        return command;
    }

    private static UserErrorException Missing() => new("PIM0901", "no trace is given", remedy: "give a command trace with --commands");
}
