using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli;

/// <summary><c>pimsim trace execute</c>.</summary>
internal static class TraceExecuteCommand
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="ITraceExecutionBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Argument<string?> file = new("FILE") { Description = "A command trace (.pimtrace).", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> commands = SharedOptions.Commands();
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<string?> data = SharedOptions.Text("--data", "NAME|DIR|FILE", "Data set whose labels judge the predictions.");
        Option<long> seed = SharedOptions.Seed();
        Option<int?> threads = SharedOptions.Threads();
        Option<bool> json = SharedOptions.Json();
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Command command = new("execute", "Execute a trace on fresh banks and show what was read out.") { file, commands, device, set, data, seed, threads, json, result };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceExecuteVerb, TraceExecuteOptions>(
            new TraceExecuteOptions
            {
                File = GivenOnce.Required("FILE", parsed.GetValue(file), "--commands", parsed.GetValue(commands)),
                Device = parsed.GetValue(device),
                Set = parsed.GetValue(set) ?? [],
                Data = parsed.GetValue(data),
                Seed = parsed.GetValue(seed),
                Threads = parsed.GetValue(threads),
                Json = parsed.GetValue(json),
                ResultFile = parsed.GetValue(result),
            },
            terminal,
            cancellation,
            backEnd));
        return command;
    }
}
