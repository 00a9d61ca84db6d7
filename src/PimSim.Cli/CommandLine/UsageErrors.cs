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
        List<Diagnostic> diagnostics = [.. parsed.UnmatchedTokens.Select(token => Unknown(token, parsed))];
        if (diagnostics.Count > 0)
        {
            return diagnostics;
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
        string? nearest = NearestName.Of(name, candidates);
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
