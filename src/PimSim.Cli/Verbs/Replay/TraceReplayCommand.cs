using System.CommandLine;
using PimSim.Core;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>pimsim trace replay</c>: of requests, or, with <c>--commands</c>, of commands on another device.</summary>
internal static class TraceReplayCommand
{
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Argument<string?> file = new("FILE") { Description = "A request trace, plain or gzip.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> requests = SharedOptions.Text("--requests", "FILE", "A request trace, plain or gzip.");
        Option<string?> format = SharedOptions.Text("--format", "F", $"Format of the trace; told by its content unless given: {RequestFormats.List}.");
        Option<string?> device = SharedOptions.Device();
        Option<string[]> set = SharedOptions.Set();
        Option<long> repeat = new("--repeat") { Description = "Give the trace N times, moved in time; default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        Option<string?> record = SharedOptions.Text("--record", "FILE", "Keep the command trace.");
        Option<string?> recordFormat = SharedOptions.Text("--record-format", "F", $"Format of the command trace to keep; told by its name unless given: {CommandFormats.List}.");
        Option<string?> timeline = SharedOptions.Text("--timeline", "FILE", "Draw the commands as a Chrome/Perfetto trace (ui.perfetto.dev).");
        Option<long> timelineCommands = new("--timeline-commands")
        {
            Description = $"End the timeline after N commands; default {TraceReplayOptions.DefaultTimelineCommands}.",
            HelpName = "N",
            DefaultValueFactory = _ => TraceReplayOptions.DefaultTimelineCommands,
        };
        Option<string?> html = SharedOptions.Text("--html", "FILE", "Write a report with charts: one file that needs nothing else.");
        Option<bool> drained = new("--until-drained") { Description = "Run until every request is served: the default." };
        Option<bool> json = SharedOptions.Json();
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Command command = new("replay", "Send the requests of a trace through a device's memory controllers, or re-time its commands: time, latencies, energy.")
        {
            file, requests, format, device, set, repeat, record, recordFormat, timeline, timelineCommands, html, drained, json, result,
        };
        RetimeOptionSet retime = new(command);
        command.SetAction((parsed, cancellation) => retime.Applies(parsed, requests, repeat, recordFormat, timeline, timelineCommands, html, drained)
            ? VerbHost.RunAsync<TraceRetimeVerb, TraceRetimeOptions>(
                parsed.GetValue(file) is { } both
                    ? throw new UserErrorException("PIM0901", $"FILE '{both}' and --commands are both given", remedy: "give one of them")
                    : retime.Read(parsed, parsed.GetValue(device), parsed.GetValue(set), parsed.GetValue(format), parsed.GetValue(record), parsed.GetValue(json), parsed.GetValue(result)),
                terminal,
                cancellation,
                BackEnds.TraceRetiming)
            : VerbHost.RunAsync<TraceReplayVerb, TraceReplayOptions>(
                new TraceReplayOptions
                {
                    File = GivenOnce.Required("FILE", parsed.GetValue(file), "--requests", parsed.GetValue(requests)),
                    Format = parsed.GetValue(format),
                    Device = parsed.GetValue(device),
                    Set = parsed.GetValue(set) ?? [],
                    Repeat = parsed.GetValue(repeat),
                    Record = parsed.GetValue(record),
                    RecordFormat = parsed.GetValue(recordFormat),
                    Timeline = parsed.GetValue(timeline),
                    TimelineCommands = parsed.GetValue(timelineCommands),
                    Html = parsed.GetValue(html),
                    Json = parsed.GetValue(json),
                    ResultFile = parsed.GetValue(result),
                },
                terminal,
                cancellation,
                BackEnds.TraceReplay));
        return command;
    }
}
