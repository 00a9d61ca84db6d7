using System.Text.Json;
using PimSim.Tests;

namespace PimSim.Cli.Tests.Verbs;

/// <summary><c>trace convert</c> and <c>trace info</c> over the shipped examples.</summary>
public sealed class TraceConvertTests : IDisposable
{
    private const string Device = "ddr4-2400-validation";

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Every_example_of_requests_is_made_of_the_first_one()
    {
        foreach ((string name, string to) in new[]
        {
            ("requests.pimtrace", "native"), ("requests.stl", "dramsys"), ("requests.rstl", "dramsys-relative"),
            ("requests.ramulator.trace", "ramulator"), ("requests.ramulator-rw.trace", "ramulator-rw"), ("requests.dramsim3.trace", "dramsim3"),
        })
        {
            string made = Path.Combine(folder, name);
            CliResult result = await InProcess.RunAsync("trace", "convert", Example("requests.dramsim3.trace"), "--to", to, "--out", made, "--json");
            Assert.Equal(ExitCode.Done, result.ExitCode);
            using JsonDocument document = JsonDocument.Parse(result.Output);
            SchemaValidator.AssertValid(document.RootElement);
            Assert.Equal(200, document.RootElement.GetProperty("count").GetInt64());
            Assert.Equal(to.StartsWith("ramulator", StringComparison.Ordinal) ? 1 : 0, result.ErrorLines.Count(l => l.Contains("has no cycles", StringComparison.Ordinal)));
            Assert.Equal(await Bytes(Example(name)), await Bytes(made));
        }
    }

    [Fact]
    public async Task Native_requests_give_the_text_back()
    {
        string text = Path.Combine(folder, "back.trace");
        Assert.Equal(ExitCode.Done, (await InProcess.RunAsync("trace", "convert", Example("requests.pimtrace"), "--from", "native", "--to", "dramsim3", "--out", text)).ExitCode);
        Assert.Equal(await Bytes(Example("requests.dramsim3.trace")), await Bytes(text));
    }

    [Fact]
    public async Task Commands_go_both_ways()
    {
        string native = Path.Combine(folder, "c.pimtrace");
        Assert.Equal(ExitCode.Done, (await InProcess.RunAsync("trace", "convert", Example("commands.ramulator.csv"), "--device", Device, "--out", native)).ExitCode);
        string csv = Path.Combine(folder, "c.csv");
        CliResult result = await InProcess.RunAsync("trace", "convert", native, "--out", csv, "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        string[] expected = await File.ReadAllLinesAsync(Example("commands.ramulator.csv"), TestContext.Current.CancellationToken);
        string[] found = await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken);
        Assert.Equal(expected[0], found[0]);
        Assert.Equal(string.Join('\n', expected.Skip(1).Select(UpToBank)), string.Join('\n', found.Skip(1).Select(UpToBank)));
    }

    [Fact]
    public async Task Info_follows_its_schema_for_every_example()
    {
        foreach (string name in new[] { "requests.pimtrace", "requests.stl", "requests.dramsim3.trace.gz", "requests.ramulator.trace", "commands.ramulator.csv", "commands.pimtrace", "commands.dramsim3.txt", "commands.dramsys.tdb" })
        {
            CliResult result = await InProcess.RunAsync("trace", "info", Example(name), "--device", Device, "--json");
            Assert.Equal(ExitCode.Done, result.ExitCode);
            using JsonDocument document = JsonDocument.Parse(result.Output);
            SchemaValidator.AssertValid(document.RootElement);
            bool isRequests = name.StartsWith("requests", StringComparison.Ordinal);
            Assert.Equal(200, document.RootElement.GetProperty(isRequests ? "requests" : "commandsTotal").GetInt64());
            Assert.Contains("200", (await InProcess.RunAsync("trace", "info", Example(name), "--device", Device)).Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PIM0901", "requests.stl", "--out", "x.txt")]
    [InlineData("PIM0902", "requests.stl", "--out", "x.stl", "--to", "dramsym")]
    [InlineData("PIM0902", "requests.stl", "--out", "x.stl", "--from", "dramsym")]
    [InlineData("PIM0536", "commands.ramulator.csv", "--out", "x.tdb", "--device", Device)]
    [InlineData("PIM0521", "requests.stl", "--out", "x.stl", "--from", "dramsim3")]
    public async Task What_cannot_be_done_is_said(string code, string name, params string[] arguments)
    {
        string[] rest = [.. arguments.Select(a => a.StartsWith("x.", StringComparison.Ordinal) ? Path.Combine(folder, a) : a)];
        CliResult result = await InProcess.RunAsync(["trace", "convert", Example(name), .. rest]);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains(result.ErrorLines, l => l.Contains(code, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Example(string name) => Path.Combine(SharedFolder.CheckoutRoot(), "traces", name);

    private static Task<byte[]> Bytes(string file) => File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

    private static string UpToBank(string line) => string.Join(',', line.Split(',').Take(6));
}
