using System.Text;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>Where a verb writes: results to <see cref="Out"/>, progress and diagnostics to <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    /// <summary>Width taken when the output is not a terminal, so that tables in files do not depend on a window.</summary>
    private const int RedirectedWidth = 132;

    private readonly bool outIsTerminal;

    /// <summary>Writers of the caller's choice.</summary>
    public Terminal(TextWriter output, TextWriter error, bool outIsTerminal, bool errorIsTerminal)
    {
        Out = output;
        Error = error;
        ErrorIsTerminal = errorIsTerminal;
        this.outIsTerminal = outIsTerminal;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress and diagnostics.</summary>
    public TextWriter Error { get; }

    /// <summary>True when progress can be drawn in place.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>The process's own stdout and stderr.</summary>
    public static Terminal ForProcess()
    {
        // JSON is UTF-8 whatever the locale says.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    /// <summary>A styled console on stdout. Colours follow the terminal and NO_COLOR.</summary>
    public IAnsiConsole ResultConsole() => Styled(Out, outIsTerminal);

    /// <summary>A styled console on stderr.</summary>
    public IAnsiConsole ProgressConsole() => Styled(Error, ErrorIsTerminal);

    private static IAnsiConsole Styled(TextWriter writer, bool isTerminal)
    {
        AnsiConsoleSettings settings = new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        };
        IAnsiConsole console = AnsiConsole.Create(settings);
        if (!isTerminal)
        {
            console.Profile.Width = RedirectedWidth;
            console.Profile.Capabilities.Unicode = true;
        }

        return console;
    }
}
