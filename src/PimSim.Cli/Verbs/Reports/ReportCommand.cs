using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim report</c>.</summary>
internal static class ReportCommand
{
    /// <param name="terminal">Where it writes.</param>
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = new("FILE") { Description = "A log that train --log wrote, a document of infer --out, or the folder of a sweep." };
        Option<string?> page = SharedOptions.Out("The report to write: one HTML file that needs nothing else.");
        page.Required = true;
        Option<bool> json = SharedOptions.Json();
        Command command = new("report", "Draw a training (loss, accuracy, clip thresholds, flips of signs), an inference (layers, roofline, activity) or a sweep (Pareto front, axes, faults).") { file, page, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<ReportVerb, ReportOptions>(
            new ReportOptions { File = parsed.GetValue(file)!, Page = parsed.GetValue(page)!, Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }
}
