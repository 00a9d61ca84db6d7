using System.Text.Json;
using System.Text.RegularExpressions;
using PimSim.Device;

namespace PimSim.Cli.Tests.Replay;

public sealed partial class ReplayReportTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    [Theory]
    [InlineData("ddr4-2400", 1, 16, true)]
    [InlineData("hbm2-2000", 16, 16, true)]
    [InlineData("gddr6-14000", 2, 16, false)]
    public async Task It_holds_all_that_it_shows(string device, int rows, int columns, bool hasEnergy)
    {
        string file = folder.File("r.html");
        JsonElement r = await ReplayFolder.ReplayAsync("--requests", ReplayFolder.Example("requests.stl"), "--device", device, "--html", file);
        string page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("Replay of requests.stl on " + device, page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page[..page.IndexOf("<script>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotMatch(Outside(), WithoutLibrary(page));
        JsonElement data = Data(page);
        foreach ((string part, string latency) in new[] { ("reads", "read"), ("writes", "write") })
        {
            Assert.Equal(r.GetProperty("latency").GetProperty(latency).GetProperty("count").GetInt64(), data.GetProperty(part).EnumerateArray().Sum(b => b.GetProperty("count").GetInt64()));
        }

        JsonElement banks = data.GetProperty("banks");
        Assert.Equal((rows, columns, rows * columns), (banks.GetProperty("rows").GetArrayLength(), banks.GetProperty("columns").GetArrayLength(), banks.GetProperty("cells").GetArrayLength()));
        Assert.Equal(r.GetProperty("commands").EnumerateObject().Count(), data.GetProperty("commands").GetArrayLength());
        Assert.Equal(hasEnergy, data.GetProperty("energy").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Names_cannot_break_the_page()
    {
        string trace = await folder.TraceAsync("0: read 0x0");
        string evil = folder.File("<script>alert(1)&.stl");
        File.Move(trace, evil);
        string file = folder.File("r.html");
        await ReplayFolder.ReplayAsync("--requests", evil, "--device", "ddr4-2400", "--html", file);
        string page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&amp;.stl", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Bins_reach_the_99th_percentile_and_one_holds_the_rest()
    {
        LatencyHistogram latency = new();
        Assert.Empty(LatencyBins.Of(latency));
        foreach (int cycles in Enumerable.Range(0, 1000).Select(i => i < 995 ? 30 + (i % 100) : 5000))
        {
            latency.Add(cycles);
        }

        IReadOnlyList<KeyValuePair<string, long>> bins = LatencyBins.Of(latency);
        Assert.Equal(("30-32", 30), (bins[0].Key, bins[0].Value));
        Assert.Equal(("> 131", 5), (bins[^1].Key, bins[^1].Value));
        Assert.Equal(1000, bins.Sum(b => b.Value));
        Assert.True(bins.Count <= 42);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The chart library has pieces of HTML in its texts.</summary>
    private static string WithoutLibrary(string page) =>
        page[..page.IndexOf("<script>", StringComparison.Ordinal)] + page[page.LastIndexOf("<script>", StringComparison.Ordinal)..];

    private static JsonElement Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        int from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }

    /// <summary>An element that would load something.</summary>
    [GeneratedRegex("<(script|img|iframe)[^>]* src=|<link[^>]* href=\"(?!data:)|@import|url\\(http", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Outside();
}
