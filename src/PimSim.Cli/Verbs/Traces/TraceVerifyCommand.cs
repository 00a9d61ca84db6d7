using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>pimsim trace verify</c>.</summary>
internal static class TraceVerifyCommand
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="ITraceVerificationBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Argument<string?> file = new("FILE") { Description = "A command trace, plain or gzip.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> commands = SharedOptions.Commands();
        Option<string?> format = SharedOptions.Text("--format", "FORMAT", $"Its format; told by its content unless given ({CommandFormats.List}).");
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<int> details = new("--details")
        {
            Description = $"Show the first N violations in full; default {TraceVerifyOptions.DefaultDetails}.",
            HelpName = "N",
            DefaultValueFactory = _ => TraceVerifyOptions.DefaultDetails,
        };
        Option<bool> json = SharedOptions.Json();
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Command command = new("verify", "Check every command of a trace against a device's rules; show how close each rule came.") { file, commands, format, device, set, details, json, result };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceVerifyVerb, TraceVerifyOptions>(
            new TraceVerifyOptions
            {
                File = GivenOnce.Required("FILE", parsed.GetValue(file), "--commands", parsed.GetValue(commands)),
                Format = parsed.GetValue(format),
                Device = parsed.GetValue(device),
                Set = parsed.GetValue(set) ?? [],
                Details = parsed.GetValue(details),
                Json = parsed.GetValue(json),
                ResultFile = parsed.GetValue(result),
            },
            terminal,
            cancellation,
            backEnd));
        return command;
    }
}
