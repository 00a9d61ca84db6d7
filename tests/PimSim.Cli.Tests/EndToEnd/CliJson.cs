using System.Text.Json;
using System.Text.Json.Nodes;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>JSON results of the program.</summary>
internal static class CliJson
{
    /// <summary>Runs a verb with <c>--json</c>, requires exit code 0 and a document of its schema.</summary>
    public static async Task<JsonObject> RunAsync(params string[] args)
    {
        CliResult result = await CliProcess.RunAsync([.. args, "--json"]);
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        return JsonNode.Parse(result.Output)!.AsObject();
    }

    /// <summary>The document without what may differ between equal runs.</summary>
    public static string WithoutHost(JsonObject document)
    {
        JsonObject copy = document.DeepClone().AsObject();
        copy.Remove("host");
        return copy.ToJsonString();
    }
}
