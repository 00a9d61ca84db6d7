using Microsoft.Playwright;
using PimSim.Cli.Tests.EndToEnd;
using PimSim.Cli.Tests.Replay;
using PimSim.Exploration;

namespace PimSim.Cli.Tests.Browser;

/// <summary>The HTML reports in a browser, at the widths of a desk and of a telephone, light and dark.</summary>
[Trait("Category", "Slow")]
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Curves_of_a_training_are_drawn(int width, ColorScheme scheme)
    {
        using TemporaryFolder folder = new();
        string log = folder.File("run.jsonl");
        await CliJson.RunAsync("train", "--epochs", "2", "--images", "384", "--log", log);
        await CliJson.RunAsync("report", log, "--out", folder.File("r.html"));
        await using OpenedPage opened = await chromium.OpenAsync(folder.File("r.html"), width, scheme);
        await opened.HasChartsAsync(5);
        await opened.IsSoundAsync();
        await opened.IsReadableAsync(scheme == ColorScheme.Dark);
        ILocator loss = opened.Page.Locator("#loss");
        await loss.HoverAsync();
        Assert.Matches(@"\d\.\d{4}", await loss.InnerTextAsync());
    }

    [Theory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Latencies_and_banks_of_a_replay_are_drawn(int width, ColorScheme scheme)
    {
        using TemporaryFolder folder = new();
        await ReplayFolder.ReplayAsync("--requests", ReplayFolder.Example("requests.stl"), "--device", "ddr4-2400", "--html", folder.File("r.html"));
        await using OpenedPage opened = await chromium.OpenAsync(folder.File("r.html"), width, scheme);
        await opened.IsSoundAsync();
        await opened.IsReadableAsync(scheme == ColorScheme.Dark);
        await opened.HasChartsAsync(5);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, "hbm2-2000-pim")]
    [InlineData(390, ColorScheme.Dark, "ddr4-2400-pim")]
    public async Task Layers_roofline_and_activity_of_an_inference_are_drawn(int width, ColorScheme scheme, string device)
    {
        using TemporaryFolder folder = new();
        await CliJson.RunAsync("infer", "--device", device, "--images", "16", "--activity", "50", "--out", folder.File("run.json"));
        await CliJson.RunAsync("report", folder.File("run.json"), "--out", folder.File("r.html"));
        await using OpenedPage opened = await chromium.OpenAsync(folder.File("r.html"), width, scheme);
        await opened.IsSoundAsync();
        await opened.IsReadableAsync(scheme == ColorScheme.Dark);
        await opened.HasChartsAsync(6);
        ILocator layers = opened.Page.Locator("#layers");
        await layers.Locator("th").Nth(2).ClickAsync();
        long[] cycles = [.. (await layers.Locator("tr td:nth-child(3)").AllAsync()).Select(c => c.GetAttributeAsync("data-value").Result).Select(v => long.Parse(v!, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(4, cycles.Length);
        Assert.Equal(cycles.Order(), cycles);
        await layers.Locator("th").Nth(2).ClickAsync();
        Assert.Equal("descending", await layers.Locator("th").Nth(2).GetAttributeAsync("aria-sort"));
        Assert.Equal(cycles.Max().ToString(System.Globalization.CultureInfo.InvariantCulture), await layers.Locator("tr td:nth-child(3)").First.GetAttributeAsync("data-value"));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Points_of_a_sweep_are_drawn_filtered_and_pointed_at(int width, ColorScheme scheme)
    {
        using TemporaryFolder folder = new();
        string space = folder.File("space.yaml");
        await File.WriteAllTextAsync(space, """
            format: pimsim-space/1
            images: 100
            axes:
              - {parameter: timing.RCDRD, list: [10, 14]}
              - {parameter: unit.inputRegisters, list: [4, 8, 16]}
              - {parameter: host.turnaroundNs, list: [100, 200]}
            """, TestContext.Current.CancellationToken);
        Sweep.Create(SpaceReader.Load(space, 100), folder.File("result"), "pimsim sweep run space.yaml", new SweepOptions { Threads = 2, MaxPoints = 100 })
            .Run(new Progress<SweepProgress>(), TestContext.Current.CancellationToken);
        await CliJson.RunAsync("report", folder.File("result"), "--out", folder.File("r.html"));
        await using OpenedPage opened = await chromium.OpenAsync(folder.File("r.html"), width, scheme);
        await opened.IsSoundAsync();
        await opened.IsReadableAsync(scheme == ColorScheme.Dark);
        await opened.HasChartsAsync(6);
        ILocator shown = opened.Page.Locator("#shown");
        Assert.Equal("12 of 12 points shown", await shown.TextContentAsync());
        await opened.Page.Locator("#filter-1").SelectOptionAsync(new SelectOptionValue { Label = "8" });
        Assert.Equal("4 of 12 points shown", await shown.TextContentAsync());
        Assert.Equal(5, await opened.Page.Locator("#points tr").CountAsync());
        string hovered = await opened.Page.EvaluateAsync<string>("""
            () => { const c = echarts.getInstanceByDom(document.getElementById("scatter"));
              const s = c.getOption().series.findIndex(s => s.data.length > 0);
              c.dispatchAction({ type: "showTip", seriesIndex: s, dataIndex: 0 });
              return document.getElementById("scatter").innerText; }
            """);
        Assert.Contains("inputRegisters: 8", hovered, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accuracy_against_faults_has_a_band_around_each_curve()
    {
        using TemporaryFolder folder = new();
        string space = folder.File("space.yaml");
        await File.WriteAllTextAsync(space, """
            format: pimsim-space/1
            images: 20
            evaluate: accuracy
            faultSeeds: 4
            axes:
              - {parameter: faults.ber.weights, list: [0, 0.0001, 0.001]}
              - {parameter: faults.ber.activations, list: [0, 0.02]}
            constraints: [weights * activations == 0]
            """, TestContext.Current.CancellationToken);
        await CliJson.RunAsync("sweep", "run", space, "--out", folder.File("result"));
        await CliJson.RunAsync("report", folder.File("result"), "--out", folder.File("r.html"));
        await using OpenedPage opened = await chromium.OpenAsync(folder.File("r.html"), 1280, ColorScheme.Light);
        await opened.IsSoundAsync();
        await opened.HasChartsAsync(7);
        IReadOnlyList<ILocator> bands = await opened.Page.Locator("#faulty svg path[fill-opacity='0.2']").AllAsync();
        Assert.Equal(2, bands.Count);
    }
}
