using PimSim.Core;

namespace PimSim.Cli.Tests.CommandLine;

public sealed class FaultTests
{
    [Fact]
    public async Task User_faults_are_shown_one_a_line()
    {
        CliResult result = await InferAsync(_ => throw new UserErrorException([new Diagnostic("PIM0001", "one"), new Diagnostic("PIM0002", "two\nlines", "f.yaml", 3, 4)]));
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(["error PIM0001: one", "f.yaml:3:4: error PIM0002: two lines"], result.ErrorLines);
    }

    [Fact]
    public async Task Interruption_exits_with_130()
    {
        CliResult result = await InferAsync(_ => throw new OperationCanceledException());
        Assert.Equal(130, result.ExitCode);
        Assert.Equal(["pimsim: interrupted"], result.ErrorLines);
    }

    [Fact]
    public async Task A_bug_is_one_line_and_a_report()
    {
        CliResult result = await InferAsync(_ => throw new InternalErrorException("cycles went\nbackwards"));
        Assert.Equal(3, result.ExitCode);
        Assert.Empty(result.Output);
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("pimsim: internal error: cycles went backwards; report: ", line, StringComparison.Ordinal);
        string report = line[(line.LastIndexOf(' ') + 1)..];
        string text = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        File.Delete(report);
        Assert.Contains(nameof(InternalErrorException), text, StringComparison.Ordinal);
        Assert.Contains("arguments: infer --json", text, StringComparison.Ordinal);
        Assert.Contains(nameof(FaultTests), text, StringComparison.Ordinal);
    }

    private static Task<CliResult> InferAsync(Func<CancellationToken, Task> fault) =>
        InProcess.RunAsync(InProcess.Tree(t => InferCommand.Create(t, FakeServices.Of(new FakeBackEnds(fault)))), "infer", "--json");
}
