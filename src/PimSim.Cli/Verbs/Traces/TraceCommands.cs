using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim trace ...</c></summary>
internal static class TraceCommands
{
    public static Command Create(Terminal terminal) => new("trace", "Traces of device commands and of requests.")
    {
        TraceRecordCommand.Create(terminal, BackEnds.Inference),
        TraceExecuteCommand.Create(terminal, BackEnds.TraceExecution),
        TraceReplayCommand.Create(terminal),
        TraceConvertCommand.Create(terminal),
        TraceVerifyCommand.Create(terminal, BackEnds.TraceVerification),
        Info(terminal),
    };

    private static Command Info(Terminal terminal)
    {
        Argument<string?> file = new("FILE") { Description = "A trace of commands or requests, of any format.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> commands = SharedOptions.Commands();
        Option<string?> from = SharedOptions.Text("--from", "FORMAT", "Its format; told by its content unless given.");
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<bool> json = SharedOptions.Json();
        Command command = new("info", "Show what is in a trace: device, counts, cycles, whether it is complete.") { file, commands, from, device, set, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TraceInfoVerb, TraceOptions>(
            new TraceOptions
            {
                File = GivenOnce.Required("FILE", parsed.GetValue(file), "--commands", parsed.GetValue(commands)),
                From = parsed.GetValue(from),
                Device = parsed.GetValue(device),
                Set = parsed.GetValue(set) ?? [],
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
