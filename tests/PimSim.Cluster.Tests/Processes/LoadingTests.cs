using System.Text.Json;

namespace PimSim.Cluster.Tests.Processes;

/// <summary>What verbs load that have no cluster.</summary>
public sealed class LoadingTests
{
    [Fact]
    public async Task Sweeps_in_one_process_and_other_verbs_load_nothing_of_a_cluster()
    {
        using TemporaryFolder folder = new();
        string[] without = ["PimSim.Cluster", "Orleans.", "StackExchange.", "Npgsql", "OpenTelemetry", "Polly", "Newtonsoft."];
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Append(Path.Combine(AppContext.BaseDirectory, "pimsim.runtimeconfig.json")))
        {
            string name = Path.GetFileName(file);
            if (!Array.Exists(without, w => name.StartsWith(w, StringComparison.Ordinal)))
            {
                File.Copy(file, folder.In(name));
            }
        }

        await File.WriteAllTextAsync(folder.In("space.yaml"), "format: pimsim-space/1\nimages: 2\naxes:\n  - {parameter: timing.RP, list: [14, 16]}\n", TestContext.Current.CancellationToken);
        foreach (string[] args in (string[][])[["worker", "--help"], ["infer", "--images", "1"], ["sweep", "run", folder.In("space.yaml"), "--out", folder.In("r")], ["sweep", "status", folder.In("r")]])
        {
            await using var process = OwnProcess.PimsimIn(folder.Path, args);
            Assert.True(await process.EndAsync() == 0, process.Text);
        }
    }

    [Fact]
    public void Nothing_but_the_cluster_and_the_program_knows_Orleans()
    {
        string dependencies = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pimsim.deps.json"));
        using var document = JsonDocument.Parse(dependencies);
        string[] users =
        [
            .. document.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
                .Where(l => l.Name.StartsWith("PimSim.", StringComparison.Ordinal)
                    && l.Value.TryGetProperty("dependencies", out JsonElement d)
                    && d.EnumerateObject().Any(p => p.Name.Contains("Orleans", StringComparison.Ordinal)))
                .Select(l => l.Name.Split('/')[0]),
        ];
        Assert.Equal(["PimSim.Cluster"], users, StringComparer.Ordinal);
    }
}
