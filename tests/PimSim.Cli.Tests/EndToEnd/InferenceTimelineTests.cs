using System.Text.Json;
using System.Text.Json.Nodes;
using PimSim.Tests;

namespace PimSim.Cli.Tests.EndToEnd;

/// <summary><c>infer --timeline</c> against the rules of the format and the figures of the run.</summary>
public sealed class InferenceTimelineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_whole_inference_shows_every_layer_phase_and_unit()
    {
        (JsonObject document, JsonElement[] events) = await DrawAsync("--timing-only", "--images", "1");
        JsonNode commands = document["commands"]!;
        Assert.Equal(commands.AsObject().Sum(c => (long)c.Value!), (long)document["timeline"]!["commands"]!);
        Assert.True((bool)document["timeline"]!["complete"]!);

        Dictionary<(int, int), string> tracks = Tracks(events);
        JsonElement[] slices = [.. events.Where(e => TraceEventRules.Phase(e) == "X")];
        string[] layers = [.. document["layers"]!.AsArray().Select(l => (string)l!["name"]!)];
        var drawn = slices.Where(e => tracks[TrackOf(e)] == "layer").GroupBy(e => TrackOf(e).Process).ToArray();
        Assert.Contains(drawn, d => d.Select(TraceEventRules.Name).SequenceEqual(layers, StringComparer.Ordinal));

        // Eight units and sixteen banks of a pseudo-channel work at every all-bank command.
        Assert.Equal(8 * (long)commands["PIM_XNOR_ACC"]!, slices.Count(e => tracks[TrackOf(e)].StartsWith("unit ", StringComparison.Ordinal) && TraceEventRules.Name(e) == "PIM_XNOR_ACC"));
        Assert.Equal((long)commands["PIM_READ_OUT"]!, slices.Count(e => tracks[TrackOf(e)].StartsWith("unit ", StringComparison.Ordinal) && TraceEventRules.Name(e) == "PIM_READ_OUT"));
        Assert.Equal(16 * (long)commands["ACTab"]!, events.Count(e => TraceEventRules.Phase(e) == "B"));
        Assert.Equal((long)commands["REFab"]!, slices.Count(e => tracks[TrackOf(e)] == "rank 0 refresh"));
        Assert.Equal((long)commands["PIM_READ_OUT"]! + (long)commands["PIM_LOAD_INPUT"]!, slices.Count(e => tracks[TrackOf(e)] == "data bus"));
        string[] phases = [.. slices.Where(e => tracks[TrackOf(e)] == "phase").Select(TraceEventRules.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.Equal(["compute", "load", "mode", "move", "refresh", "threshold"], phases, StringComparer.Ordinal);
        Assert.True(events.Max(e => e.GetProperty("ts").GetDecimal()) <= (decimal)(double)document["time"]!["deviceSeconds"]! * 1_000_000m);
    }

    [Theory]
    [InlineData("hbm2-2000-pim", "--images", "10000")]
    [InlineData("ddr4-2400-pim", "--images", "3", "--set", "organization.ranks=2")]
    [InlineData("hbm2-2000-pim", "--network", "vgg-small", "--images", "1")]
    public async Task A_long_one_is_cut_in_every_channel(string device, params string[] options)
    {
        (JsonObject document, JsonElement[] events) = await DrawAsync(["--timing-only", "--device", device, "--timeline-commands", "1600", .. options]);
        Assert.False((bool)document["timeline"]!["complete"]!);
        Assert.InRange((long)document["timeline"]!["commands"]!, 1, 1600);
        JsonElement[] last = [.. events.Where(e => TraceEventRules.Phase(e) == "X").GroupBy(e => TrackOf(e).Process).Select(g => g.Last())];
        Assert.Equal(events.Where(e => TraceEventRules.Phase(e) == "M" && TraceEventRules.Name(e) == "process_name").Select(e => TrackOf(e).Process).Order(), last.Select(e => TrackOf(e).Process).Order());
    }

    [Fact]
    public async Task It_begins_like_the_whole_run_wherever_it_is_cut()
    {
        string[] images = ["--timing-only", "--images", "16"];
        (_, JsonElement[] cut) = await DrawAsync([.. images, "--timeline-commands", "800"]);
        (_, JsonElement[] longer) = await DrawAsync([.. images, "--timeline-commands", "2400"]);
        ILookup<(int, int), string> all = longer.Where(e => TraceEventRules.Phase(e) == "X").ToLookup(TrackOf, e => e.GetRawText());
        foreach (var track in cut.Where(e => TraceEventRules.Phase(e) == "X").GroupBy(TrackOf))
        {
            // The last slice of a track may be shorter: nothing came after it.
            string[] shown = [.. track.Select(e => e.GetRawText())];
            Assert.Equal(all[track.Key].Take(shown.Length - 1), shown[..^1], StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Beside_requests_both_are_drawn()
    {
        string requests = Path.Combine(SharedFolder.CheckoutRoot(), "traces", "requests.dramsim3.trace");
        (JsonObject document, JsonElement[] events) = await DrawAsync("--timing-only", "--images", "1", "--requests", requests, "--set", "pim.yield=cycles(500)");
        JsonNode together = document["together"]!;
        Assert.True((long)together["yields"]! > 0);
        Dictionary<(int, int), string> tracks = Tracks(events);
        JsonElement[] slices = [.. events.Where(e => TraceEventRules.Phase(e) == "X")];
        Assert.Contains(slices, e => tracks[TrackOf(e)] == "phase" && TraceEventRules.Name(e) == "requests");
        long served = (long)together["requests"]!["reads"]! + (long)together["requests"]!["writes"]! - (long)together["requests"]!["forwarded"]!;
        Assert.Equal(served, slices.Count(e => tracks[TrackOf(e)] == "data bus" && !TraceEventRules.Name(e).StartsWith("PIM_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Executing_draws_the_same_as_timing()
    {
        string file = folder.File("t.json");
        string[] run = ["infer", "--device", "ddr4-2400-pim", "--images", "1", "--timeline", file, "--timeline-commands", "600"];
        Assert.Equal(ExitCode.Done, (await InProcess.RunAsync(run)).ExitCode);
        byte[] executed = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        CliResult timed = await InProcess.RunAsync([.. run, "--timing-only"]);
        Assert.Contains("the timeline ends after 600 commands", timed.Error, StringComparison.Ordinal);
        Assert.Contains("open it in ui.perfetto.dev", timed.Output, StringComparison.Ordinal);
        Assert.Equal(executed, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PIM0901", "--timeline-commands", "5")]
    [InlineData("PIM0902", "--timeline", "t.json", "--timeline-commands", "0")]
    [InlineData("PIM0920", "--timeline", "t.json", "--out", "t.json")]
    [InlineData("PIM0020", "--timeline", "nowhere/t.json")]
    public async Task What_cannot_be_drawn_is_refused(string code, params string[] options)
    {
        string[] placed = [.. options.Select(o => o.EndsWith(".json", StringComparison.Ordinal) ? folder.File(o) : o)];
        CliResult result = await InProcess.RunAsync(["infer", "--timing-only", "--images", "1", .. placed]);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Names());
    }

    private static (int Process, int Track) TrackOf(JsonElement e) => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32());

    private static Dictionary<(int, int), string> Tracks(JsonElement[] events) => events
        .Where(e => TraceEventRules.Phase(e) == "M" && TraceEventRules.Name(e) == "thread_name")
        .ToDictionary(TrackOf, e => e.GetProperty("args").GetProperty("name").GetString()!);

    private async Task<(JsonObject Document, JsonElement[] Events)> DrawAsync(params string[] options)
    {
        string file = folder.File("t.json");
        CliResult result = await InProcess.RunAsync(["infer", "--timeline", file, .. options, "--json"]);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        JsonElement[] events = await TraceEventRules.ReadAsync(file);
        TraceEventRules.Assert(events);
        return (JsonNode.Parse(result.Output)!.AsObject(), events);
    }
}
