using System.Text.Json;
using PimSim.Tests;

namespace PimSim.Cli.Tests.Retiming;

/// <summary><c>trace replay --commands</c> over the shipped examples.</summary>
public sealed class TraceRetimeTests : IDisposable
{
    private const string Device = "ddr4-2400-validation";
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Theory]
    [InlineData("commands.pimtrace")]
    [InlineData("commands.ramulator.csv")]
    [InlineData("commands.dramsim3.txt")]
    [InlineData("commands.dramsys.tdb")]
    public async Task Traces_of_every_format_are_retimed_and_verified(string name)
    {
        foreach ((string pace, string refresh) in new[] { ("asap", "trace"), ("asap", "own"), ("recorded", "own") })
        {
            string file = Path.Combine(folder, $"{pace}-{refresh}.pimtrace");
            JsonElement result = await JsonAsync("trace", "replay", "--commands", Example(name), "--device", "ddr4-2400", "--pace", pace, "--refresh", refresh, "--recorded-on", Device, "--record", file);
            Assert.Equal(200, result.GetProperty("commandsTotal").GetInt64());
            long issued = 200 - result.GetProperty("commandsLeftOut").GetInt64() + result.GetProperty("commandsInserted").GetInt64();
            Assert.Equal(issued, result.GetProperty("commands").EnumerateObject().Sum(c => c.Value.GetInt64()));
            Assert.True(result.GetProperty("after").GetProperty("cycles").GetInt64() > 0);
            JsonElement verified = await JsonAsync("trace", "verify", file, "--device", "ddr4-2400");
            Assert.Equal(issued, verified.GetProperty("commandsChecked").GetInt64());
            Assert.Equal(0, verified.GetProperty("violations").GetInt64());
        }
    }

    [Fact]
    public async Task A_slower_device_takes_longer_and_the_table_says_so()
    {
        JsonElement same = await JsonAsync("trace", "replay", "--commands", Example("commands.pimtrace"), "--device", Device);
        JsonElement slower = await JsonAsync("trace", "replay", "--commands", Example("commands.pimtrace"), "--device", Device, "--set", "timing.RCD=40");
        Assert.True(Cycles(slower) > Cycles(same));
        Assert.True(Cycles(same) <= same.GetProperty("before").GetProperty("cycles").GetInt64());
        CliResult table = await InProcess.RunAsync("trace", "replay", "--commands", Example("commands.ramulator.csv"), "--device", Device);
        Assert.Contains("of a clock that the trace does not name", table.Output, StringComparison.Ordinal);
        Assert.Contains("the device's own interval is not kept", table.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM0901")]
    [InlineData("PIM0925", "--pace", "asap")]
    [InlineData("PIM0902", "--commands", "commands.pimtrace", "--pace", "quick")]
    [InlineData("PIM0926", "--commands", "commands.ramulator.csv", "--pace", "recorded")]
    [InlineData("PIM0501", "--commands", "requests.pimtrace")]
    [InlineData("PIM0506", "--commands", "commands.pimtrace", "--set", "organization.banksPerGroup=1")]
    public async Task What_cannot_be_done_is_said(string code, params string[] arguments)
    {
        string file = Path.Combine(folder, "x.pimtrace");
        CliResult result = await InProcess.RunAsync(["trace", "replay", .. arguments.Select(a => a.Contains("s.", StringComparison.Ordinal) ? Example(a) : a), "--device", Device, "--record", file]);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(result.ErrorLines, l => l.Contains(code, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static long Cycles(JsonElement result) => result.GetProperty("after").GetProperty("cycles").GetInt64();

    private static string Example(string name) => Path.Combine(SharedFolder.CheckoutRoot(), "traces", name);

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        CliResult result = await InProcess.RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error + result.Output);
        JsonElement document = JsonDocument.Parse(result.Output).RootElement;
        SchemaValidator.AssertValid(document);
        return document;
    }
}
