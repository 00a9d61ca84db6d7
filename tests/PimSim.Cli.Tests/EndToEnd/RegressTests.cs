using System.Text.Json;
using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>regress</c> as a process.</summary>
public sealed class RegressTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task What_was_accepted_holds_and_what_changes_falls()
    {
        using TemporaryFolder folder = new();
        string suite = folder.File("suite.yaml");
        await File.WriteAllTextAsync(suite, "format: pimsim-suite/1\ncases:\n  - name: few\n    images: 5\n", TestContext.Current.CancellationToken);
        JsonObject unknown = await Fallen(suite);
        Assert.Equal(1, (int)unknown["new"]!);
        JsonObject accepted = await CliJson.RunAsync("regress", "accept", suite, "--reason", "first values");
        Assert.True((bool)accepted["cases"]![0]!["changed"]!);
        JsonObject holds = await CliJson.RunAsync("regress", "run", suite, "--case", "few");
        Assert.True((bool)holds["holds"]!);
        Assert.Equal("first values", (string)holds["cases"]![0]!["reason"]!);

        await File.AppendAllTextAsync(suite, "    set: [placement.first=host]\n", TestContext.Current.CancellationToken);
        JsonObject fallen = await Fallen(suite, "--junit", folder.File("junit.xml"));
        Assert.StartsWith("cycles: ", (string)fallen["cases"]![0]!["differences"]![0]!, StringComparison.Ordinal);
        Assert.Contains("<failure message=\"cycles: ", await File.ReadAllTextAsync(folder.File("junit.xml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        CliResult table = await CliProcess.RunAsync("regress", "run", suite);
        Assert.Equal(1, table.ExitCode);
        Assert.Contains("0 passed, 1 failed", table.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM1301", "run", "--case", "fwe")]
    [InlineData("PIM0902", "accept", "--reason", " ")]
    [InlineData("PIM0020", "run", "--junit", "/nowhere/j.xml")]
    public async Task What_cannot_be_done_is_refused(string code, string verb, params string[] options)
    {
        using TemporaryFolder folder = new();
        string suite = folder.File("suite.yaml");
        await File.WriteAllTextAsync(suite, "format: pimsim-suite/1\ncases:\n  - name: few\n    images: 5\n", TestContext.Current.CancellationToken);
        CliResult result = await CliProcess.RunAsync(["regress", verb, suite, .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Equal(["suite.yaml"], folder.Names(), StringComparer.Ordinal);
    }

    private static async Task<JsonObject> Fallen(string suite, params string[] options)
    {
        CliResult result = await CliProcess.RunAsync(["regress", "run", suite, "--json", .. options]);
        Assert.Equal(1, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        return JsonNode.Parse(result.Output)!.AsObject();
    }
}
