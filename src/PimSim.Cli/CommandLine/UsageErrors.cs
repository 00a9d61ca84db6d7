using System.CommandLine;
using System.CommandLine.Parsing;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Says in our words what is wrong with a command line, with the nearest right name.</summary>
internal static class UsageErrors
{
    /// <summary>All faults: PIM0900 for an unknown verb or option, PIM0901 for the rest.</summary>
    public static IReadOnlyList<Diagnostic> From(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens.Count > 0)
        {
            // What follows a wrong verb or option belongs to it and would only repeat the fault.
            List<string> options = [.. parsed.UnmatchedTokens.Where(t => t.StartsWith('-'))];
            bool verbIsWrong = command.Subcommands.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-');
            IEnumerable<string> wrong = verbIsWrong ? [parsed.UnmatchedTokens[0]] : options.Count > 0 ? options : parsed.UnmatchedTokens;
            return [.. wrong.Select(token => Unknown(token, parsed))];
        }

        if (command.Action is null && command.Subcommands.Count > 0)
        {
            string verbs = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return [new Diagnostic("PIM0901", $"'{Path(parsed)}' needs one of: {verbs}")];
        }

        return [.. parsed.Errors.Select(error => new Diagnostic("PIM0901", error.Message, Remedy: $"see '{Path(parsed)} --help'"))];
    }

    private static Diagnostic Unknown(string token, ParseResult parsed)
    {
        bool isOption = token.StartsWith('-');
        Command command = parsed.CommandResult.Command;
        string name = token.Split('=', ':')[0];
        IEnumerable<string> candidates = isOption
            ? command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name)).Where(a => a.StartsWith("--", StringComparison.Ordinal)).Append("--help")
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        string? nearest = NearestName.Find(name, candidates.Order(StringComparer.Ordinal));
        string kind = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        string remedy = nearest is null ? $"see '{Path(parsed)} --help'" : $"did you mean '{nearest}'?";
        return new Diagnostic("PIM0900", $"'{Path(parsed)}' knows no {kind} '{token}'", Remedy: remedy);
    }

    private static string Path(ParseResult parsed)
    {
        Stack<string> names = new();
        for (SymbolResult? r = parsed.CommandResult; r is not null; r = r.Parent)
        {
            if (r is CommandResult c)
            {
                names.Push(c.Command is RootCommand ? "pimsim" : c.Command.Name);
            }
        }

        return string.Join(' ', names);
    }
}
