using System.Text.Json;
using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces;

namespace PimSim.Cli.Tests.Verbs;

public sealed class TraceVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task Info_follows_its_schema_and_counts()
    {
        string file = WriteTrace();
        CliResult result = await InProcess.RunAsync("trace", "info", file, "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal(3, document.RootElement.GetProperty("commands").GetProperty("ACT").GetInt64());
        Assert.True(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(result.Output, (await InProcess.RunAsync("trace", "info", "--commands", file, "--json")).Output);
        Assert.Contains("scores: fp32 2 x 10", (await InProcess.RunAsync("trace", "info", file)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_trace_is_shown_and_said()
    {
        string file = WriteTrace();
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..^10], TestContext.Current.CancellationToken);
        CliResult result = await InProcess.RunAsync("trace", "info", file, "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Contains("warning PIM0014", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_exits_with_1_when_read_outs_differ()
    {
        FakeBackEnds same = new();
        Assert.Equal(ExitCode.Done, (await ExecuteAsync(same)).ExitCode);
        Assert.Equal("t.pimtrace", same.Execute!.File);
        Assert.Equal("d.yaml", same.Execute.Device);
        FakeBackEnds other = new() { Execution = SampleViews.Execution() with { ReadOutsDiffering = 1, FirstDifference = 7 } };
        CliResult result = await ExecuteAsync(other);
        Assert.Equal(ExitCode.DoesNotHold, result.ExitCode);
        Assert.Contains("first difference", result.Output, StringComparison.Ordinal);
    }

    /// <summary>A row is written and read; what is read are the scores of two images.</summary>
    [Fact]
    public async Task Predictions_without_labels_to_compare_with_are_refused()
    {
        DeviceModel model = DeviceModelLoader.Load(Defaults.Device, []);
        string file = Path.Combine(folder, "scores.pimtrace");
        using (CommandTraceWriter writer = CommandTraceWriter.Create(file, CommandTraceHeader.For(model, [], [new ResultStream("scores", StreamElement.Fp32, [2, 2])])))
        {
            byte[] scores = new byte[model.Organization.AccessBits / 8];
            BitConverter.TryWriteBytes(scores, 1f);
            BitConverter.TryWriteBytes(scores.AsSpan(12), 1f);
            writer.Add(new TimedCommand(0, (short)model.Standard.FindCommand("ACT"), 0, 0, 0, default));
            writer.Add(new TimedCommand(20, (short)model.Standard.FindCommand("WR"), 0, 0, 0, default), scores);
            writer.Add(new TimedCommand(60, (short)model.Standard.FindCommand("RD"), 0, 0, 0, default), scores, [new StreamSlice(0, 0, 0, 4, 1)]);
            writer.Complete();
        }

        CliResult alone = await InProcess.RunAsync("trace", "execute", file, "--json");
        Assert.Equal(ExitCode.Done, alone.ExitCode);
        using JsonDocument document = JsonDocument.Parse(alone.Output);
        Assert.Equal([0, 1], document.RootElement.GetProperty("predictions").GetProperty("classes").EnumerateArray().Select(c => c.GetInt32()));

        await File.WriteAllBytesAsync(Path.Combine(folder, "t10k-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 77], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 1, 0], TestContext.Current.CancellationToken);
        CliResult judged = await InProcess.RunAsync("trace", "execute", file, "--data", folder);
        Assert.Equal(ExitCode.BadInput, judged.ExitCode);
        Assert.Empty(judged.Output);
        Assert.Contains("PIM0910", Assert.Single(judged.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_takes_two_images_and_says_so()
    {
        FakeBackEnds fake = new();
        CliResult result = await InProcess.RunAsync(InProcess.Tree(t => TraceRecordCommand.Create(t, FakeServices.Of(fake))), "record", "--out", "r.pimtrace", "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Equal(2, fake.Infer!.Images);
        Assert.True(fake.Infer.Reference);
        Assert.Equal("r.pimtrace", fake.Infer.Record);
        Assert.Contains("recording 2", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal("r.pimtrace", document.RootElement.GetProperty("trace").GetProperty("file").GetString());
    }

    [Fact]
    public async Task Verify_exits_with_1_where_a_rule_is_violated()
    {
        // The same bank is activated three times without a precharge.
        string file = WriteTrace();
        CliResult result = await InProcess.RunAsync("trace", "verify", "--commands", file, "--json");
        Assert.Equal(ExitCode.DoesNotHold, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal(2, document.RootElement.GetProperty("violationsByRule").GetProperty("STATE-OPEN").GetInt64());
        Assert.Equal(2, document.RootElement.GetProperty("details").GetArrayLength());
        Assert.Equal(2, document.RootElement.GetProperty("slack").GetProperty("RC").GetInt64());

        result = await InProcess.RunAsync("trace", "verify", file, "--details", "1", "--set", "timing.RC=51", "--json");
        using JsonDocument stricter = JsonDocument.Parse(result.Output);
        Assert.Equal(2, stricter.RootElement.GetProperty("violationsByRule").GetProperty("RC").GetInt64());
        Assert.Equal(1, stricter.RootElement.GetProperty("details").GetArrayLength());
    }

    [Theory]
    [InlineData("commands.pimtrace", "native")]
    [InlineData("commands.ramulator.csv", "ramulator")]
    [InlineData("commands.dramsim3.txt", "dramsim3")]
    [InlineData("commands.dramsys.tdb", "dramsys")]
    public async Task Verify_takes_every_format(string name, string format)
    {
        string file = Path.Combine(SharedFolder.CheckoutRoot(), "traces", name);
        CliResult result = await InProcess.RunAsync("trace", "verify", "--commands", file, "--device", "ddr4-2400-validation", "--json");
        Assert.True(result.ExitCode == ExitCode.Done, result.Output + result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
        Assert.Equal(format, document.RootElement.GetProperty("format").GetString());
        Assert.True(document.RootElement.GetProperty("commandsChecked").GetInt64() > 0);
        CliResult named = await InProcess.RunAsync("trace", "verify", file, "--format", format, "--device", "ddr4-2400-validation");
        Assert.Equal(ExitCode.Done, named.ExitCode);
    }

    [Fact]
    public async Task Verify_refuses_what_it_cannot_read()
    {
        CliResult missing = await InProcess.RunAsync("trace", "verify", Path.Combine(folder, "none.pimtrace"));
        Assert.Equal(ExitCode.BadInput, missing.ExitCode);
        CliResult range = await InProcess.RunAsync("trace", "verify", WriteTrace(), "--details", "-1");
        Assert.Equal(ExitCode.BadInput, range.ExitCode);
        Assert.Contains("PIM0902", range.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Task<CliResult> ExecuteAsync(FakeBackEnds fake) =>
        InProcess.RunAsync(InProcess.Tree(t => TraceExecuteCommand.Create(t, FakeServices.Of(fake))), "execute", "--commands", "t.pimtrace", "--device", "d.yaml");

    private string WriteTrace()
    {
        string file = Path.Combine(folder, "t.pimtrace");
        CommandTraceHeader header = CommandTraceHeader.For(
            DeviceModelLoader.Load(Defaults.Device, []), [new("network", "net"), new("images", "2")], [new ResultStream("scores", StreamElement.Fp32, [2, 10])]);
        using CommandTraceWriter writer = CommandTraceWriter.Create(file, header);
        short activate = (short)header.CommandNames.ToList().IndexOf("ACT");
        for (int i = 0; i < 3; i++)
        {
            writer.Add(new TimedCommand(100 + (i * 50), activate, 0, 0, 0, new CommandOperands { Row = i }));
        }

        writer.Complete();
        return file;
    }
}
