using System.CommandLine;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>The options of <c>trace replay</c> that a command trace has and a request trace has not.</summary>
internal sealed class RetimeOptionSet
{
    private static readonly string[] Paces = ["asap", "recorded"];
    private static readonly string[] Refreshes = ["trace", "own"];

    private readonly Option<string?> commands = SharedOptions.Text("--commands", "FILE", "Re-time a command trace, of any format, instead of requests.");
    private readonly Option<string?> pace = SharedOptions.Text("--pace", "P", "Of a command trace: asap (default), or recorded: no command before its recorded time.");
    private readonly Option<string?> refresh = SharedOptions.Text("--refresh", "R", "Of a command trace: trace (default) keeps its refreshes; own puts the device's in their place.");
    private readonly Option<string?> recordedOn = SharedOptions.Text("--recorded-on", "NAME|FILE", "The device whose clock a command trace was recorded with; native traces say so themselves.");

    /// <summary>Adds them to a command.</summary>
    public RetimeOptionSet(Command command)
    {
        Option[] all = [commands, pace, refresh, recordedOn];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether a command trace is given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="requestsOnly">Options that mean nothing for a command trace.</param>
    /// <exception cref="UserErrorException">PIM0925: an option that belongs to the other kind of trace.</exception>
    public bool Applies(ParseResult parsed, params Option[] requestsOnly)
    {
        bool applies = parsed.GetValue(commands) is not null;
        Option[] others = applies ? requestsOnly : [pace, refresh, recordedOn];
        return others.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is not { } wrong
            ? applies
            : throw new UserErrorException(
                "PIM0925",
                $"{wrong.Name} is for {(applies ? "request traces, and --commands gives a command trace" : "command traces, and there is no --commands")}",
                remedy: applies ? $"leave out {wrong.Name}, or --commands" : "give the command trace with --commands");
    }

    /// <summary>Fills in what was given.</summary>
    /// <exception cref="UserErrorException">PIM0902: a word that is none of the choices.</exception>
    public TraceRetimeOptions Read(ParseResult parsed, string? device, string[]? set, string? format, string? record, bool json, string? result) => new()
    {
        File = parsed.GetValue(commands)!,
        Pace = (Device.RetimePace)Choice("--pace", parsed.GetValue(pace), Paces),
        Refresh = (Device.RetimeRefresh)Choice("--refresh", parsed.GetValue(refresh), Refreshes),
        RecordedOn = parsed.GetValue(recordedOn),
        Device = device,
        Set = set ?? [],
        Format = format,
        Record = record,
        Json = json,
        ResultFile = result,
    };

    private static int Choice(string option, string? given, string[] words)
    {
        int index = given is null ? 0 : Array.IndexOf(words, given);
        return index >= 0 ? index : throw new UserErrorException("PIM0902", $"{option} '{given}' is none of {string.Join(", ", words)}", remedy: NearestName.Remedy(given!, words));
    }
}
