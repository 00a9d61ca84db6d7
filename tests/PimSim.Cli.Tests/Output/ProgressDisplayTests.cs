namespace PimSim.Cli.Tests.Output;

public sealed class ProgressDisplayTests
{
    [Fact]
    public async Task Without_a_terminal_a_line_is_shown_now_and_then() =>
        Assert.Equal($"images: 5/20{Environment.NewLine}images: 10/20{Environment.NewLine}images: 15/20, half{Environment.NewLine}", await RunAsync(json: false));

    [Fact]
    public async Task With_json_there_are_no_lines() => Assert.Empty(await RunAsync(json: true));

    private static async Task<string> RunAsync(bool json)
    {
        using StringWriter error = new();
        Terminal terminal = new(TextWriter.Null, error, outIsTerminal: false, errorIsTerminal: false);
        SteppingTime time = new();
        ProgressDisplay display = new(terminal, new DeviceOptions { Json = json }, time);
        int result = await display.RunAsync(progress =>
        {
            for (int i = 1; i < 20; i++)
            {
                time.Seconds = i;
                progress.Report(new WorkProgress("images", i, 20, i > 12 ? "half" : null));
            }

            return Task.FromResult(42);
        });
        Assert.Equal(42, result);
        return error.ToString();
    }

    /// <summary>A clock that stands until it is set.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
