namespace PimSim.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "device list --jsn", "PIM0900", "did you mean '--json'?" },
        { "device lst", "PIM0900", "did you mean 'list'?" },
        { "device show a --bad 3", "PIM0900", "knows no option '--bad'" },
        { "device validate", "PIM0901", "see 'pimsim device validate --help'" },
        { "device", "PIM0901", "needs one of: list, show, validate" },
        { "device show a --device b", "PIM0901", "are both given" },
        { "trace info", "PIM0901", "FILE is missing" },
        { "train --network other.pimnet", "PIM0911", "leave --network out" },
        { "device show nonsense", "PIM0120", "nonsense" },
        { "trace info absent.pimtrace", "PIM0021", "absent.pimtrace" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_usage_exits_with_2_and_one_line(string line, string code, string text)
    {
        CliResult result = await InProcess.RunAsync(line.Split(' '));
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Empty(result.Output);
        string error = Assert.Single(result.ErrorLines);
        Assert.Contains($"error {code}:", error, StringComparison.Ordinal);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("help device")]
    [InlineData("device show --help")]
    public async Task Help_exits_with_0(string line)
    {
        CliResult result = await InProcess.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Out_of_range_options_are_refused_together()
    {
        FakeBackEnds fake = new();
        CliResult result = await InProcess.RunAsync(
            InProcess.Tree(t => InferCommand.Create(t, FakeServices.Of(fake))), "infer", "--images", "0", "--threads", "0", "--seed", "-1");
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Equal(3, result.ErrorLines.Length);
        Assert.All(result.ErrorLines, line => Assert.StartsWith("error PIM0902: --", line, StringComparison.Ordinal));
        Assert.Null(fake.Infer);
    }

    [Fact]
    public async Task An_unknown_method_is_refused_with_the_nearest()
    {
        CliResult result = await InProcess.RunAsync(
            InProcess.Tree(t => TrainCommand.Create(t, FakeServices.Of(new FakeBackEnds()))), "train", "--method", "pwc-relativ");
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("did you mean 'pwc-relative'?", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
