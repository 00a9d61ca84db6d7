using System.Text.Json;
using PimSim.Cli.Tests.EndToEnd;
using PimSim.Tests;

namespace PimSim.Cli.Tests.Replay;

/// <summary>Runs <c>trace replay</c> on small traces in a folder of their own.</summary>
internal sealed class ReplayFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string File(string name) => folder.File(name);

    public IEnumerable<string> Names() => folder.Names();

    public void Dispose() => folder.Dispose();

    /// <summary>A trace of DRAMSys' format.</summary>
    public async Task<string> TraceAsync(params string[] lines)
    {
        string file = File("requests.stl");
        await System.IO.File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>The document of a replay that must end well and follow its schema.</summary>
    public static async Task<JsonElement> ReplayAsync(params string[] args)
    {
        CliResult result = await InProcess.RunAsync(["trace", "replay", .. args, "--json"]);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        SchemaValidator.AssertValid(document);
        return document;
    }

    /// <summary>A shipped example.</summary>
    public static string Example(string name) => Path.Combine(SharedFolder.CheckoutRoot(), "traces", name);
}
