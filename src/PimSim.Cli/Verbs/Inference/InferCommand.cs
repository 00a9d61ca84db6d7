using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>pimsim infer</c>.</summary>
internal static class InferCommand
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="IInferenceBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Option<bool> reference = new("--reference") { Description = "Execute every command on the banks instead of whole layers." };
        Option<bool> timing = new("--timing-only") { Description = "Time and energy without computing any bits: any number of images, no accuracy." };
        Option<long?> faultSeed = SharedOptions.FaultSeed();
        Option<int?> faultSeeds = new("--fault-seeds") { Description = "Accuracy under N fault seeds from --fault-seed on: mean, interval, extremes.", HelpName = "N" };
        Option<string?> record = SharedOptions.Text("--record", "FILE", "Write the command trace (.pimtrace); implies --reference.");
        Option<string?> requests = SharedOptions.Text("--requests", "FILE", "Serve the plain requests of this trace meanwhile, and say what either costs the other.");
        Option<string?> requestsFormat = SharedOptions.Text("--requests-format", "FORMAT", $"Format of the requests; told by their content unless given ({RequestFormats.List}).");
        Option<string?> baseline = SharedOptions.Text("--baseline", "plain", "Also give cycles and energy of the same device without PIM: a host reads weights and activations.");
        Option<int?> activity = new("--activity") { Description = "Tell for N slices of the time how busy buses, units and banks are: walks every command.", HelpName = "N" };
        Option<string?> timeline = SharedOptions.Text("--timeline", "FILE", "Draw the commands as a Chrome/Perfetto trace (ui.perfetto.dev).");
        Option<long?> timelineCommands = new("--timeline-commands") { Description = $"End the timeline after N commands; default {InferOptions.DefaultTimelineCommands}.", HelpName = "N" };
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Command command = new("infer", "Run a network on a device over a data set: accuracy, time, energy.")
        {
            reference, timing, faultSeed, faultSeeds, record, requests, requestsFormat, baseline, activity, timeline, timelineCommands, result,
        };
        RunOptionSet shared = new(command);
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<InferVerb, InferOptions>(
            shared.Read(parsed, new InferOptions
            {
                Reference = parsed.GetValue(reference) || parsed.GetValue(record) is not null,
                TimingOnly = parsed.GetValue(timing),
                FaultSeed = parsed.GetValue(faultSeed),
                FaultSeeds = parsed.GetValue(faultSeeds),
                Record = parsed.GetValue(record),
                Requests = parsed.GetValue(requests),
                RequestsFormat = parsed.GetValue(requestsFormat),
                Baseline = parsed.GetValue(baseline),
                Activity = parsed.GetValue(activity),
                Timeline = parsed.GetValue(timeline),
                TimelineCommands = parsed.GetValue(timelineCommands),
                ResultFile = parsed.GetValue(result),
            }),
            terminal,
            cancellation,
            backEnd));
        return command;
    }
}
