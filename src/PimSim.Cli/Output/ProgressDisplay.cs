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
    private readonly TimeProvider time;

    /// <summary>Reports as terminal and options say.</summary>
    public ProgressDisplay(Terminal terminal, VerbOptions options, TimeProvider time)
    {
        this.terminal = terminal;
        this.options = options;
        this.time = time;
    }

    /// <summary>Runs the work and shows what it reports.</summary>
    /// <param name="draw">A report as a picture, for a terminal.</param>
    /// <param name="line">A report as a line, for everything else.</param>
    /// <param name="work">The work; may report from any thread, as often as it likes.</param>
    public async Task<TResult> RunAsync<TReport, TResult>(
        Func<TReport, IRenderable> draw,
        Func<TReport, string> line,
        Func<IProgress<TReport>, Task<TResult>> work)
    {
        if (terminal.ErrorIsTerminal)
        {
            IAnsiConsole console = terminal.ProgressConsole();
            if (console.Profile.Capabilities is { Interactive: true, Ansi: true })
            {
                return await console.Live(new Text("")).AutoClear(true).StartAsync(context =>
                    Task.Run(() => work(new Throttled<TReport>(time, DrawInterval, report => context.UpdateTarget(draw(report))))));
            }
        }

        return options.Json
            ? await work(new Throttled<TReport>(time, LineInterval, _ => { }))
            : await work(new Throttled<TReport>(time, LineInterval, report => terminal.Error.WriteLine(line(report))));
    }

    /// <summary>The same for plain stages: a bar with the stage's name.</summary>
    public Task<TResult> RunAsync<TResult>(Func<IProgress<WorkProgress>, Task<TResult>> work) =>
        RunAsync<WorkProgress, TResult>(ProgressLine.Draw, ProgressLine.Text, work);

    /// <summary>Hands on at most one report an interval, in the reporting thread: reports may come from any.</summary>
    private sealed class Throttled<T> : IProgress<T>
    {
        private readonly Lock gate = new();
        private readonly TimeProvider time;
        private readonly TimeSpan interval;
        private readonly Action<T> show;
        private long last;

        public Throttled(TimeProvider time, TimeSpan interval, Action<T> show)
        {
            this.time = time;
            last = time.GetTimestamp();
            this.interval = interval;
            this.show = show;
        }

        public void Report(T value)
        {
            lock (gate)
            {
                if (time.GetElapsedTime(last) < interval)
                {
                    return;
                }

                last = time.GetTimestamp();
                show(value);
            }
        }
    }
}
