using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>
/// Progress on stderr: drawn in place on a terminal, otherwise a plain line now and then, and with <c>--json</c> no plain
/// lines. Never touches stdout.
/// </summary>
internal sealed class ProgressDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly VerbOptions options;

    /// <summary>Reports as terminal and options say.</summary>
    public ProgressDisplay(Terminal terminal, VerbOptions options)
    {
        this.terminal = terminal;
        this.options = options;
    }

    /// <summary>Runs the work and shows what it reports, each report turned into a picture by <paramref name="draw"/>.</summary>
    public async Task<TResult> RunAsync<TReport, TResult>(
        Func<TReport, IRenderable> draw,
        Func<TReport, string> line,
        Func<IProgress<TReport>, Task<TResult>> work)
    {
        if (terminal.ErrorIsTerminal)
        {
            IAnsiConsole console = terminal.ProgressConsole();
            if (console.Profile.Capabilities.Interactive)
            {
                return await console.Live(new Text("")).AutoClear(true).StartAsync(context =>
                    Task.Run(() => work(new Throttled<TReport>(DrawInterval, report => context.UpdateTarget(draw(report))))));
            }
        }

        return options.Json
            ? await work(new Throttled<TReport>(LineInterval, _ => { }))
            : await work(new Throttled<TReport>(LineInterval, report => terminal.Error.WriteLine(line(report))));
    }

    /// <summary>The same for plain stages: a bar with the stage's name.</summary>
    public Task<TResult> RunAsync<TResult>(Func<IProgress<WorkProgress>, Task<TResult>> work) =>
        RunAsync<WorkProgress, TResult>(ProgressLine.Draw, ProgressLine.Text, work);

    /// <summary>Hands on at most one report an interval, in the reporting thread: reports may come from any.</summary>
    private sealed class Throttled<T> : IProgress<T>
    {
        private readonly Lock gate = new();
        private readonly TimeSpan interval;
        private readonly Action<T> show;
        private long last = Stopwatch.GetTimestamp();

        public Throttled(TimeSpan interval, Action<T> show)
        {
            this.interval = interval;
            this.show = show;
        }

        public void Report(T value)
        {
            lock (gate)
            {
                if (Stopwatch.GetElapsedTime(last) < interval)
                {
                    return;
                }

                last = Stopwatch.GetTimestamp();
                show(value);
            }
        }
    }
}
