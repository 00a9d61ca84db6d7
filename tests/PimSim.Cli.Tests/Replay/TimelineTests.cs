using System.Text.Json;

namespace PimSim.Cli.Tests.Replay;

/// <summary>Timelines against the rules of the Trace Event Format.</summary>
public sealed class TimelineTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    [Theory]
    [InlineData("ddr4-2400")]
    [InlineData("hbm2-2000")]
    [InlineData("lpddr5-6400")]
    [InlineData("ddr4-2400", "organization.ranks=2", "controller.pagePolicy=closed")]
    [InlineData("ddr4-2400", "timing.REFI=1000", "powerDown.policy=self-refresh", "powerDown.idle=10", "powerDown.selfRefreshIdle=300")]
    [InlineData("lpddr5-6400", "refresh.policy=per-bank")]
    public async Task Events_follow_the_rules(string device, params string[] set)
    {
        JsonElement[] events = await DrawAsync(ReplayFolder.Example("requests.stl"), ["--device", device, .. set.SelectMany(s => new[] { "--set", s })]);
        TraceEventRules.Assert(events);
        JsonElement[] slices = [.. events.Where(e => TraceEventRules.Phase(e) == "X")];
        Assert.Equal(200, slices.Count(e => e.GetProperty("tid").GetInt32() == TimelineTracks.DataBus));
        Assert.Equal(200, slices.Count(e => TraceEventRules.Name(e).Contains(" column ", StringComparison.Ordinal)));
        Assert.Contains(events, e => TraceEventRules.Phase(e) == "C" && e.GetProperty("args").GetProperty("reads").GetInt32() > 0);
    }

    [Fact]
    public async Task Rows_accesses_data_refreshes_and_rests_have_their_tracks()
    {
        string trace = await folder.TraceAsync("0: read 0x0", "0: read 0x40", "2000: write 0x22000");
        JsonElement[] events = await DrawAsync(trace, "--device", "ddr4-2400", "--set", "timing.REFI=1000", "--set", "powerDown.policy=power-down", "--set", "powerDown.idle=100");
        TraceEventRules.Assert(events);
        string[] shown = [.. events.Where(e => TraceEventRules.Phase(e) is not "M" and not "C").Select(e => $"{TraceEventRules.Phase(e)} {e.GetProperty("tid")} {(e.TryGetProperty("name", out JsonElement n) ? n.GetString() : "")}")];
        Assert.Equal("B 4 row 0", shown[0]);
        Assert.Contains("X 4 RD column 1", shown, StringComparer.Ordinal);
        Assert.Contains("X 1 RD bank 0.0", shown, StringComparer.Ordinal);
        Assert.Contains("X 2 REFab", shown, StringComparer.Ordinal);
        Assert.Contains("B 3 power-down", shown, StringComparer.Ordinal);
        Assert.Contains("B 8 row 1", shown, StringComparer.Ordinal);
        JsonElement first = events.First(e => TraceEventRules.Phase(e) == "X" && e.GetProperty("tid").GetInt32() == TimelineTracks.DataBus);

        // RCD 16 + CL 16 cycles after it came, for 4 cycles of 0.833 ns.
        Assert.Equal((32 * 0.000833m, 4 * 0.000833m), (first.GetProperty("ts").GetDecimal(), first.GetProperty("dur").GetDecimal()));
        Assert.Equal(433 * 0.000833m, events.First(e => TraceEventRules.Phase(e) == "X" && TraceEventRules.Name(e) == "REFab").GetProperty("dur").GetDecimal());
        Assert.Contains(events, e => TraceEventRules.Phase(e) == "M" && TraceEventRules.Name(e) == "thread_name" && e.GetProperty("args").GetProperty("name").GetString() == "bank 1.0");
    }

    [Fact]
    public async Task It_ends_after_as_many_commands_as_asked_for_and_says_so()
    {
        string file = folder.File("t.json");
        string[] args = ["trace", "replay", ReplayFolder.Example("requests.stl"), "--device", "ddr4-2400", "--timeline", file, "--timeline-commands", "40", "--json"];
        CliResult result = await InProcess.RunAsync(args);
        Assert.Contains("the timeline ends after 40 commands", result.Error, StringComparison.Ordinal);
        JsonElement timeline = JsonDocument.Parse(result.Output).RootElement.GetProperty("timeline");
        Assert.Equal((40, false), (timeline.GetProperty("commands").GetInt32(), timeline.GetProperty("complete").GetBoolean()));
        TraceEventRules.Assert(await TraceEventRules.ReadAsync(file));
    }

    public void Dispose() => folder.Dispose();

    private async Task<JsonElement[]> DrawAsync(string trace, params string[] args)
    {
        string file = folder.File("t.json");
        JsonElement r = await ReplayFolder.ReplayAsync(["--requests", trace, "--timeline", file, .. args]);
        Assert.True(r.GetProperty("timeline").GetProperty("complete").GetBoolean());
        return await TraceEventRules.ReadAsync(file);
    }
}
