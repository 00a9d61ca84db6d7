using System.Text.Json;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli.Tests.Replay;

public sealed class TraceReplayTests : IDisposable
{
    // On ddr4-2400 a row is 8 KiB: a miss, a hit, a miss in the next bank group, and a conflict with the first row.
    private static readonly string[] Tiny = ["0: read 0x0", "0: read 0x40", "0: write 0x2000", "200: read 0x20000"];

    private readonly ReplayFolder folder = new();

    public static TheoryData<string, string> Examples()
    {
        TheoryData<string, string> all = [];
        foreach (string device in new[] { "ddr4-2400", "hbm2-2000" })
        {
            foreach (string name in new[] { "requests.pimtrace", "requests.stl", "requests.rstl", "requests.dramsim3.trace", "requests.dramsim3.trace.gz", "requests.ramulator.trace", "requests.ramulator-rw.trace" })
            {
                all.Add(device, name);
            }
        }

        return all;
    }

    [Fact]
    public async Task A_tiny_trace_costs_what_is_counted_by_hand()
    {
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", await folder.TraceAsync(Tiny), "--device", "ddr4-2400");
        Assert.Equal("""{"reads":3,"writes":1,"forwarded":0}""", Compact(r, "requests"));

        // The last read closes a row: RP 16, RCD 16, CL 16, BL 4 after it came.
        Assert.Equal(252, r.GetProperty("time").GetProperty("cycles").GetInt64());
        Assert.Equal("""{"ACT":3,"PREpb":1,"RD":3,"WR":1}""", Compact(r, "commands"));
        Assert.Equal("""{"hits":1,"misses":2,"conflicts":1}""", Compact(r, "rows"));

        // RCD + CL + BL for the first; the second's data come CCD_L later, but it came a cycle later; 52 with the precharge.
        JsonElement read = r.GetProperty("latency").GetProperty("read");
        Assert.Equal([36, 41, 52, 52, 52], new[] { "min", "p50", "p90", "p99", "max" }.Select(k => read.GetProperty(k).GetInt64()));
        Assert.Equal(129 / 3.0, read.GetProperty("mean").GetDouble());

        // Four bursts of 4 cycles and 64 bytes in 252 cycles of 0.833 ns.
        Assert.Equal(16 / 252.0, r.GetProperty("bandwidth").GetProperty("shareOfPeak").GetDouble());
        Assert.Equal(256 / (252 * 833e-12), r.GetProperty("bandwidth").GetProperty("bytesPerSecond").GetDouble(), 1.0);
        Assert.Equal("""{"precharged":0,"active":252,"prechargedPowerDown":0,"activePowerDown":0,"selfRefresh":0}""", Compact(r, "background"));
        string[] first = [.. r.GetProperty("banks")[0].EnumerateObject().Select(p => $"{p.Name} {p.Value}")];
        Assert.Equal(["channel 0", "pseudoChannel 0", "rank 0", "bankGroup 0", "bank 0", "activates 2", "reads 3", "writes 0", "openCycles 236"], first[..^1], StringComparer.Ordinal);
        Assert.Equal(12 / 252.0, r.GetProperty("banks")[0].GetProperty("utilization").GetDouble());
        decimal parts = r.GetProperty("energy").GetProperty("byPart").EnumerateObject().Sum(p => p.Value.GetDecimal());
        Assert.Equal(parts, r.GetProperty("energy").GetProperty("totalPj").GetDecimal());
    }

    [Fact]
    public async Task The_table_shows_the_same_and_what_to_type_next()
    {
        CliResult result = await InProcess.RunAsync("trace", "replay", await folder.TraceAsync(Tiny), "--device", "ddr4-2400", "--until-drained");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("4: 3 reads (0 forwarded from the write queue), 1 writes", result.Output, StringComparison.Ordinal);
        Assert.Contains("209.9 ns (252 cycles)", result.Output, StringComparison.Ordinal);
        Assert.Contains("25.00 % hits, 50.00 % misses, 25.00 % conflicts", result.Output, StringComparison.Ordinal);
        Assert.Contains("--record commands.pimtrace", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_is_replayed_by_legal_commands(string device, string name)
    {
        string record = folder.File("commands.pimtrace");
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", ReplayFolder.Example(name), "--device", device, "--record", record);
        Assert.Equal((92, 108), (r.GetProperty("requests").GetProperty("reads").GetInt64(), r.GetProperty("requests").GetProperty("writes").GetInt64()));
        Assert.Equal(92 - r.GetProperty("requests").GetProperty("forwarded").GetInt64(), r.GetProperty("commands").GetProperty("RD").GetInt64());
        Assert.Equal(108, r.GetProperty("commands").GetProperty("WR").GetInt64());

        DeviceModel model = DeviceModelLoader.Load(device, []);
        VerificationResult verified = Verify(record, model);
        Assert.Equal(0, verified.Violations);
        Assert.Equal(r.GetProperty("commands").EnumerateObject().Sum(c => c.Value.GetInt64()), verified.Commands);
        Assert.Equal(verified.Commands, r.GetProperty("record").GetProperty("commands").GetInt64());
        Assert.Equal(new FileInfo(record).Length, r.GetProperty("record").GetProperty("fileBytes").GetInt64());
    }

    [Theory]
    [InlineData("c.csv", "ramulator", null)]
    [InlineData("c.txt", "dramsim3", "dramsim3")]
    [InlineData("c.csv.gz", "ramulator", null)]
    public async Task Commands_are_kept_in_formats_of_other_simulators(string name, string format, string? given)
    {
        string record = folder.File(name);
        string[] more = given is null ? [] : ["--record-format", given];
        JsonElement r = await ReplayFolder.ReplayAsync(["--requests", ReplayFolder.Example("requests.stl"), "--device", "ddr4-2400", "--record", record, .. more]);
        Assert.Equal(format, r.GetProperty("record").GetProperty("format").GetString());
        VerificationResult verified = Verify(record, DeviceModelLoader.Load("ddr4-2400", []));
        Assert.Equal((0L, r.GetProperty("record").GetProperty("commands").GetInt64()), (verified.Violations, verified.Commands));
    }

    [Fact]
    public async Task An_empty_trace_takes_no_time()
    {
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", await folder.TraceAsync(), "--device", "ddr4-2400", "--repeat", "3", "--html", folder.File("r.html"), "--timeline", folder.File("t.json"));
        Assert.Equal(0, r.GetProperty("time").GetProperty("cycles").GetInt64());
        Assert.Equal(JsonValueKind.Null, r.GetProperty("latency").GetProperty("read").GetProperty("mean").ValueKind);
        Assert.Equal(0, r.GetProperty("energy").GetProperty("totalPj").GetDecimal());
        Assert.Equal(JsonValueKind.Null, r.GetProperty("energy").GetProperty("averagePowerWatts").ValueKind);
        Assert.Equal(["r.html", "requests.stl", "t.json"], folder.Names(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Repeating_moves_the_trace_in_time()
    {
        string trace = await folder.TraceAsync(Tiny);
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", trace, "--device", "ddr4-2400", "--repeat", "5");
        Assert.Equal((15, 5), (r.GetProperty("requests").GetProperty("reads").GetInt64(), r.GetProperty("requests").GetProperty("writes").GetInt64()));
        Assert.InRange(r.GetProperty("time").GetProperty("cycles").GetInt64(), (4 * 201) + 252, (4 * 201) + 400);
    }

    [Fact]
    public async Task Without_currents_the_energy_is_unknown_and_says_why()
    {
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", await folder.TraceAsync(Tiny), "--device", "gddr6-14000");
        Assert.Equal(["totalPj", "averagePowerWatts", "byPart"], r.GetProperty("energy").EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Null).Select(p => p.Name), StringComparer.Ordinal);
        Assert.NotEqual("", r.GetProperty("energy").GetProperty("reason").GetString(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_document_goes_into_a_file_too_and_only_host_differs()
    {
        string file = folder.File("r.json");
        JsonElement shown = await ReplayFolder.ReplayAsync("--requests", await folder.TraceAsync(Tiny), "--device", "hbm2-2000", "--out", file);
        JsonElement written = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).RootElement;
        Assert.True(JsonElement.DeepEquals(shown, written));
        JsonElement again = await ReplayFolder.ReplayAsync("--requests", folder.File("requests.stl"), "--device", "hbm2-2000");
        Assert.Equal(
            shown.EnumerateObject().Where(p => p.Name != "host").Select(p => p.Value.GetRawText()),
            again.EnumerateObject().Where(p => p.Name != "host").Select(p => p.Value.GetRawText()), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("PIM0920", "--out", "same", "--html", "same")]
    [InlineData("PIM0920", "--record", "requests.stl", "--record-format", "native")]
    [InlineData("PIM0902", "--format", "dramsym")]
    [InlineData("PIM0902", "--repeat", "0")]
    [InlineData("PIM0902", "--timeline", "t.json", "--timeline-commands", "0")]
    [InlineData("PIM0901", "--record", "c.bin")]
    [InlineData("PIM0901", "--commands", "c.pimtrace")]
    [InlineData("PIM0925", "--commands", "c.pimtrace", "--html", "r.html")]
    [InlineData("PIM0536", "--record", "c.tdb")]
    [InlineData("PIM0020", "--html", "nowhere/r.html")]
    public async Task What_cannot_be_done_is_said_and_leaves_nothing(string code, params string[] args)
    {
        string trace = await folder.TraceAsync(Tiny);
        string[] placed = [.. args.Select((a, i) => i > 0 && args[i - 1] is "--out" or "--html" or "--record" or "--timeline" ? folder.File(a) : a)];
        CliResult result = await InProcess.RunAsync(["trace", "replay", trace, "--device", "ddr4-2400", .. placed]);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.Equal(["requests.stl"], folder.Names(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_the_trace_leaves_no_file()
    {
        string trace = await folder.TraceAsync([.. Tiny, "300: raed 0x0"]);
        CliResult result = await InProcess.RunAsync("trace", "replay", trace, "--device", "ddr4-2400", "--record", folder.File("c.pimtrace"), "--timeline", folder.File("t.json"), "--html", folder.File("r.html"));
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("requests.stl:5", result.Error, StringComparison.Ordinal);
        Assert.Equal(["requests.stl"], folder.Names(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_replay_leaves_no_file()
    {
        string trace = await folder.TraceAsync(Tiny);
        TraceReplayOptions options = new() { File = trace, Device = "ddr4-2400", Repeat = 100_000, Record = folder.File("c.pimtrace"), Timeline = folder.File("t.json") };
        using CancellationTokenSource source = new();
        ResultWriter writer = new(new Terminal(TextWriter.Null, TextWriter.Null, outIsTerminal: false, errorIsTerminal: false), options);
        Interrupting progress = new(source);
        Assert.Throws<OperationCanceledException>(() => new TraceReplayBackEnd(writer).Replay(options, progress, source.Token));
        Assert.True(progress.Last.Requests > 0);
        Assert.Contains("requests/s", progress.Last.ToWork().Detail, StringComparison.Ordinal);
        Assert.Equal(["requests.stl"], folder.Names(), StringComparer.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static string Compact(JsonElement document, string member) =>
        document.GetProperty(member).GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal);

    private static VerificationResult Verify(string file, DeviceModel model)
    {
        using CommandTrace trace = CommandTraces.Open(file, model);
        CommandVerifier verifier = new(model);
        TimedCommand[] batch = new TimedCommand[256];
        while (trace.Read(batch) is var count and > 0)
        {
            for (int i = 0; i < count; i++)
            {
                verifier.Add(batch[i]);
            }
        }

        return verifier.Finish();
    }

    /// <summary>Interrupts as soon as something was served.</summary>
    private sealed class Interrupting(CancellationTokenSource source) : IProgress<ReplayProgress>
    {
        public ReplayProgress Last { get; private set; }

        public void Report(ReplayProgress value)
        {
            Last = value;
            source.Cancel();
        }
    }
}
