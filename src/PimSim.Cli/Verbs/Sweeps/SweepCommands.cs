using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim sweep ...</c></summary>
internal static class SweepCommands
{
    public static Command Create(Terminal terminal) => new("sweep", "Evaluate many design points: run, resume, look at the results.")
    {
        Run(terminal),
        Resume(terminal),
        Status(terminal),
        Export(terminal),
        Query(terminal),
        Pareto(terminal),
    };

    private static Argument<string> Result() => new("RESULT") { Description = "The folder of a sweep." };

    private static Option<string?> Cluster() => SharedOptions.Text(
        "--cluster", "ADDRESS", "Have the workers of a cluster evaluate the points: redis://HOST:PORT, rediss://HOST:PORT or postgres://HOST:PORT/DATABASE.");

    private static Option<int> MaxPoints() => new("--max-points")
    {
        Description = $"Refuse a space with more points; default {SweepRunOptions.DefaultMaxPoints}.",
        HelpName = "N",
        DefaultValueFactory = _ => SweepRunOptions.DefaultMaxPoints,
    };

    private static Command Run(Terminal terminal)
    {
        Argument<string> space = new("SPACE") { Description = "A space of design points (pimsim-space/1)." };
        Option<string?> folder = SharedOptions.Out("The folder for the result, new or empty.", "RESULT");
        folder.Required = true;
        Option<int?> threads = SharedOptions.Threads();
        Option<int> maximum = MaxPoints();
        Option<string?> cluster = Cluster();
        Option<bool> json = SharedOptions.Json();
        Command command = new("run", "Evaluate the points of a space; Ctrl-C loses no finished point.") { space, folder, threads, maximum, cluster, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepRunVerb, SweepRunOptions>(
            new SweepRunOptions
            {
                Space = parsed.GetValue(space),
                Folder = parsed.GetValue(folder)!,
                Threads = parsed.GetValue(threads),
                MaxPoints = parsed.GetValue(maximum),
                Cluster = parsed.GetValue(cluster),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Resume(Terminal terminal)
    {
        Argument<string> folder = Result();
        Option<int?> threads = SharedOptions.Threads();
        Option<string?> cluster = Cluster();
        Option<bool> json = SharedOptions.Json();
        Command command = new("resume", "Go on with a sweep that was interrupted; the result is that of an uninterrupted one.") { folder, threads, cluster, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepRunVerb, SweepRunOptions>(
            new SweepRunOptions
            {
                Folder = parsed.GetValue(folder)!,
                Threads = parsed.GetValue(threads),
                Cluster = parsed.GetValue(cluster),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Status(Terminal terminal)
    {
        Argument<string> folder = Result();
        Option<string?> cluster = SharedOptions.Text("--cluster", "ADDRESS", "Ask the workers of a cluster as well: who runs what, and how fast.");
        Option<bool> json = SharedOptions.Json();
        Command command = new("status", "Say how far a sweep is, running or not.") { folder, cluster, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepStatusVerb, SweepStatusOptions>(
            new SweepStatusOptions { Folder = parsed.GetValue(folder)!, Cluster = parsed.GetValue(cluster), Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }

    private static Command Export(Terminal terminal)
    {
        Argument<string> folder = Result();
        Option<string> format = new("--format") { Description = "parquet, csv or json.", HelpName = "F", Required = true };
        Option<bool> layers = new("--layers") { Description = "A row for each layer of each point instead of one for each point." };
        Option<string?> file = SharedOptions.Out("The file to write.");
        file.Required = true;
        Option<bool> json = SharedOptions.Json();
        Command command = new("export", "Write the results, finished or not, for other programs.") { folder, format, layers, file, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepExportVerb, SweepExportOptions>(
            new SweepExportOptions
            {
                Folder = parsed.GetValue(folder)!,
                Format = parsed.GetValue(format)!,
                Layers = parsed.GetValue(layers),
                File = parsed.GetValue(file)!,
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }

    private static Command Query(Terminal terminal)
    {
        Argument<string> folder = Result();
        Argument<string> sql = new("SQL") { Description = "One statement over the tables 'results' and 'layers'." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("query", "Ask the results in SQL (DuckDB).") { folder, sql, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepQueryVerb, SweepQueryOptions>(
            new SweepQueryOptions { Folder = parsed.GetValue(folder)!, Sql = parsed.GetValue(sql)!, Json = parsed.GetValue(json) }, terminal, cancellation));
        return command;
    }

    private static Command Pareto(Terminal terminal)
    {
        Argument<string> folder = Result();
        Option<string?> objectives = SharedOptions.Text("--objectives", "A,B,...", "time, cycles, energy, power, edp, area, latency, throughput, accuracy; default: those of the space.");
        Option<string?> result = SharedOptions.Out("Write the JSON document to this file as well.");
        Option<bool> json = SharedOptions.Json();
        Command command = new("pareto", "Show the points that no other one dominates, the knee, and what follows which axis.") { folder, objectives, result, json };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<SweepParetoVerb, SweepParetoOptions>(
            new SweepParetoOptions
            {
                Folder = parsed.GetValue(folder)!,
                Objectives = parsed.GetValue(objectives),
                ResultFile = parsed.GetValue(result),
                Json = parsed.GetValue(json),
            },
            terminal,
            cancellation));
        return command;
    }
}
