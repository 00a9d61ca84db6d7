using System.CommandLine;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>pimsim trace convert</c>.</summary>
internal static class TraceConvertCommand
{
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        string formats = $"requests: {RequestFormats.List}; commands: {CommandFormats.List}";
        Argument<string> file = new("FILE") { Description = "A trace of requests or of commands, plain or gzip." };
        Option<string?> target = SharedOptions.Out("The trace to write; gzip when its name ends in .gz.");
        target.Required = true;
        Option<string?> from = SharedOptions.Text("--from", "FORMAT", $"Format of FILE; told by its content unless given ({formats}).");
        Option<string?> to = SharedOptions.Text("--to", "FORMAT", "Format to write; told by the file's name unless given.");
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<bool> json = SharedOptions.Json();
        Command command = new("convert", "Write a trace in another format.") { file, target, from, to, device, set, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceConvertVerb, TraceConvertOptions>(
            new TraceConvertOptions
            {
                File = parsed.GetValue(file)!,
                Target = parsed.GetValue(target)!,
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Device = parsed.GetValue(device),
                Set = parsed.GetValue(set) ?? [],
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation,
            BackEnds.TraceFormats));
        return command;
    }
}
