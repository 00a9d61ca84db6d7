using System.Globalization;
using System.Text.Json;
using PimSim.Cluster;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>sweep status --cluster</c>.</summary>
/// <param name="Folder">What the folder says.</param>
/// <param name="Address">Where the cluster is.</param>
/// <param name="State">What its workers say.</param>
internal sealed record SweepClusterView(SweepStatusView Folder, string Address, SweepState State) : IResultView
{
    private double? SecondsLeft => State.PerSecond > 0 ? (Folder.Progress.Total - Folder.Progress.Done) / State.PerSecond : null;

    /// <inheritdoc/>
    public string Schema => Folder.Schema;

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        Folder.WriteJson(json);
        json.WriteObject("cluster", () =>
        {
            json.WriteNumber("waiting", State.Waiting);
            json.WriteNumber("running", State.Running);
            json.WriteNumber("done", State.Done);
            json.WriteNumber("failed", State.Failed);
            json.WriteNumber("pointsPerSecond", State.PerSecond);
            json.WriteFinite("secondsLeft", SecondsLeft);
            json.WriteObjects("workers", State.Workers, worker =>
            {
                json.WriteString("name", worker.Name);
                json.WriteNumber("threads", worker.Threads);
                json.WriteNumber("running", worker.Running);
                json.WriteNumber("done", worker.Done);
                json.WriteNumber("secondsSilent", worker.SecondsSilent);
            });
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        Folder.WriteTable(console);
        console.Write(Tables.Facts(
            ("cluster", Address),
            ("there", $"{Quantity.Count(State.Waiting)} waiting, {Quantity.Count(State.Running)} running, {Quantity.Count(State.Done)} done, {Quantity.Count(State.Failed)} failed"),
            ("rate", $"{State.PerSecond.ToString("0.0", CultureInfo.InvariantCulture)} a second{(SecondsLeft is { } left ? $", {Quantity.Si(left, "s")} left" : "")}")));
        foreach (WorkerState worker in State.Workers)
        {
            console.WriteLine($"{worker.Name}: {Quantity.Count(worker.Running)} of {Quantity.Count(worker.Threads)} threads busy, {Quantity.Count(worker.Done)} done");
        }
    }
}
