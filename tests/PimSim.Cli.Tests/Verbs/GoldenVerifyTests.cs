using System.Text.Json;
using PimSim.Tests;

namespace PimSim.Cli.Tests.Verbs;

/// <summary>The reference command traces of other simulators, by the command line.</summary>
public sealed class GoldenVerifyTests
{
    [Theory]
    [InlineData("ddr4_random40k.ramulator2.1.commands.csv.gz", "ramulator")]
    [InlineData("ddr4_random40k.dramsim3.commands.gz", "dramsim3")]
    [InlineData("ddr4_random20k.dramsys5.5.tdb.gz", "dramsys")]
    public async Task Reference_traces_violate_no_rule(string name, string format)
    {
        CliResult result = await InProcess.RunAsync("trace", "verify", SharedFolder.Require($"golden/timing/{name}"), "--device", "ddr4-2400-validation", "--json");
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal(0, document.RootElement.GetProperty("violations").GetInt64());
        Assert.Equal(format, document.RootElement.GetProperty("format").GetString());
        Assert.True(document.RootElement.GetProperty("commandsChecked").GetInt64() > 20_000);
        Assert.True(document.RootElement.GetProperty("slack").EnumerateObject().Count(s => s.Value.ValueKind == JsonValueKind.Number && s.Value.GetInt64() == 0) >= 15);
    }
}
