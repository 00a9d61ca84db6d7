using System.CommandLine;

namespace PimSim.Cli;

/// <summary>What both verbs of <c>regress</c> take.</summary>
internal sealed class RegressOptionSet
{
    private readonly Argument<string> suite = new("SUITE") { Description = "A file of cases (.yaml)." };
    private readonly Option<string[]> cases = new("--case") { Description = "Only the case of this name; may be repeated.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int?> threads = SharedOptions.Threads();
    private readonly Option<bool> json = SharedOptions.Json();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(suite);
        command.Options.Add(cases);
        command.Options.Add(threads);
        command.Options.Add(json);
    }

    /// <summary>Fills in what was given.</summary>
    public TOptions Read<TOptions>(ParseResult parsed, TOptions options)
        where TOptions : RegressOptions
    {
        options.Suite = parsed.GetValue(suite)!;
        options.Cases = parsed.GetValue(cases) ?? [];
        options.Threads = parsed.GetValue(threads);
        options.Json = parsed.GetValue(json);
        return options;
    }
}
