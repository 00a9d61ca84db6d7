using System.Text;
using System.Text.Json;
using PimSim.Training;

namespace PimSim.Cli.Tests.Views;

public sealed class TrainingReportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pimsim-test-");
    private readonly string file;

    public TrainingReportTests()
    {
        file = Path.Combine(folder.FullName, "run.jsonl");
    }

    [Fact]
    public async Task The_page_holds_the_curves_of_the_log()
    {
        Write(new TrainingOptions { Seed = 7, Epochs = 3 });
        string page = Path.Combine(folder.FullName, "r.html");
        CliResult result = await InProcess.RunAsync("report", file, "--out", page, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal((1, 20), (document.RootElement.GetProperty("epochs").GetInt32(), document.RootElement.GetProperty("steps").GetInt32()));

        string html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("Training by pwc-relative, seed 7", html, StringComparison.Ordinal);
        Assert.Contains("<td>1 of 3</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>0.7500</td><td>81.00 %</td><td>82.00 %</td>", html, StringComparison.Ordinal);
        JsonElement data = Data(html);
        Assert.Equal("[[10,1.5],[20,0.5]]", data.GetProperty("loss")[0].GetProperty("points").GetRawText());
        Assert.Equal("training test", string.Join(' ', data.GetProperty("accuracy").EnumerateArray().Select(c => c.GetProperty("name").GetString())));
        Assert.Equal("[[15,78],[20,82]]", data.GetProperty("accuracy")[1].GetProperty("points").GetRawText());
        Assert.Equal(["conv2 upper", "conv2 lower"], data.GetProperty("thresholds").EnumerateArray().Select(c => c.GetProperty("name").GetString()!), StringComparer.Ordinal);
        Assert.Equal("[[10,0],[20,12.5]]", data.GetProperty("flips")[0].GetProperty("points").GetRawText());
        Assert.DoesNotContain("{{", html[..html.IndexOf("<script>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_log_keeps_the_lines_up_to_its_checkpoint()
    {
        Write(new TrainingOptions());
        File.AppendAllText(file, "{\"kind\":\"st");
        using (TrainingLog log = new(file, new TrainingOptions()))
        {
            log.Start(15);
            log.Step(Progress(20, 0.25), []);
        }

        TrainingCurves curves = TrainingCurves.Load(file);
        IReadOnlyList<(int, double)> loss = curves.Groups.First().Value[0].Points;
        Assert.Equal([(10, 1.5), (20, 0.25)], loss);
        Assert.Empty(curves.Epochs);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("not json\n", 1)]
    [InlineData("[1]\n", 1)]
    [InlineData("{\"kind\":\"run\",\"step\":0,\"schema\":\"pimsim.other/1\"}\n", 1)]
    [InlineData("{\"kind\":\"run\",\"step\":0,\"schema\":\"pimsim.train-log/1\"}\n", 1)]
    [InlineData("{\"kind\":\"run\",\"step\":0,\"schema\":\"pimsim.train-log/1\",\"method\":\"sign\",\"seed\":1,\"epochs\":1}\n{\"kind\":\"step\",\"step\":-1}\n", 2)]
    [InlineData("{\"kind\":\"run\",\"step\":0,\"schema\":\"pimsim.train-log/1\",\"method\":\"sign\",\"seed\":1,\"epochs\":1}\n{\"kind\":\"step\",\"step\":1,\"loss\":\"x\"}\n", 2)]
    public async Task Other_files_are_refused(string content, int line)
    {
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        CliResult result = await InProcess.RunAsync("report", file, "--out", Path.Combine(folder.FullName, "r.html"));
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{file}: error PIM0820: line {line} is not one of a training log: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_break_the_page()
    {
        File.WriteAllText(file, "{\"kind\":\"run\",\"step\":0,\"schema\":\"pimsim.train-log/1\",\"method\":\"</title><script>alert(1)\",\"seed\":1,\"epochs\":1}\n");
        Assert.DoesNotContain("<script>alert", Encoding.UTF8.GetString(TrainingReport.Make(TrainingCurves.Load(file))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sparkline_spans_its_values()
    {
        Assert.Equal("▁▃█", Sparkline.Text([1, 1.6, 3], 10));
        Assert.Equal("▁█", Sparkline.Text([1, 1, 5, 5, double.NaN], 2));
        Assert.Equal("▁▁", Sparkline.Text([2, 2], 5));
        Assert.Equal("", Sparkline.Text([], 5));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static TrainingProgress Progress(int step, double loss) =>
        new(1, step, 20, step, loss, 0.75, null, 0.001f, [new ClipThresholds("conv2", -0.5f, 0.25f)]);

    private static JsonElement Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"data\">";
        int from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement;
    }

    private void Write(TrainingOptions options)
    {
        using TrainingLog log = new(file, options);
        log.Start(0);
        log.Step(Progress(10, 1.5), [new SignFlips("conv2", 0)]);
        log.Evaluation(new StepEvaluation(15, 0.78));
        log.Step(Progress(20, 0.5), [new SignFlips("conv2", 0.125)]);
        log.Epoch(20, new EpochResult(1, 0.75, 0.81, 0.82, [new ClipThresholds("conv2", -0.5f, 0.25f)]));
    }
}
