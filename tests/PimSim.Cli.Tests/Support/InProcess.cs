using System.CommandLine;

namespace PimSim.Cli.Tests;

/// <summary>Runs a command line inside the test, with captured writers.</summary>
internal static class InProcess
{
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync(CommandTree.Create, args);

    public static async Task<CliResult> RunAsync(Func<Terminal, RootCommand> tree, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Terminal terminal = new(output, error, outIsTerminal: false, errorIsTerminal: false);
        int code = await Application.RunAsync(args, terminal, tree);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary>A tree with one verb.</summary>
    public static Func<Terminal, RootCommand> Tree(Func<Terminal, Command> verb) => terminal => new RootCommand("test") { verb(terminal) };
}
