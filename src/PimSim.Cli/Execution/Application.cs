using System.CommandLine;
using System.CommandLine.Help;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Parses the command line, runs the verb and turns every way it can end into an exit code.</summary>
internal static class Application
{
    /// <summary>Runs one command line; never throws.</summary>
    public static Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal) => RunAsync(args, terminal, CommandTree.Create);

    /// <summary>The same for other verbs.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, Func<Terminal, RootCommand> tree)
    {
        try
        {
            RootCommand root = tree(terminal);
            ParseResult parsed = root.Parse(CommandTree.Normalize(args), new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                throw new UserErrorException(UsageErrors.From(parsed));
            }

            // The library's own handlers print stack traces, exit with 1 and take Ctrl-C; all three are ours here.
            InvocationConfiguration configuration = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Out,
                Error = terminal.Error,
            };
            return await parsed.InvokeAsync(configuration);
        }
        catch (Exception e)
        {
            return FaultHandler.Report(e, args, terminal.Error);
        }
    }
}
