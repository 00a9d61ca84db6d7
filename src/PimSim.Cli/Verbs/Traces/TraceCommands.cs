using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim trace ...</c></summary>
internal static class TraceCommands
{
    public static Command Create(Terminal terminal) => new("trace", "Traces of device commands.")
    {
        TraceRecordCommand.Create(terminal, BackEnds.Inference),
        TraceExecuteCommand.Create(terminal, BackEnds.TraceExecution),
        TraceVerifyCommand.Create(terminal, BackEnds.TraceVerification),
        Info(terminal),
    };

    private static Command Info(Terminal terminal)
    {
        Argument<string?> file = new("FILE") { Description = "A trace (.pimtrace).", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> commands = SharedOptions.Commands();
        Option<bool> json = SharedOptions.Json();
        Command command = new("info", "Show what is in a trace: device, counts, cycles, whether it is complete.") { file, commands, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceInfoVerb, TraceOptions>(
            new TraceOptions
            {
                File = GivenOnce.Required("FILE", parsed.GetValue(file), "--commands", parsed.GetValue(commands)),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
