using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Things that can be given as an argument or as an option, but not as both.</summary>
internal static class GivenOnce
{
    /// <summary>Whichever was given, or null.</summary>
    /// <exception cref="UserErrorException">PIM0901: both were.</exception>
    public static string? Of(string argumentName, string? argument, string optionName, string? option) =>
        argument is not null && option is not null
            ? throw new UserErrorException("PIM0901", $"{argumentName} '{argument}' and {optionName} '{option}' are both given", remedy: "give one of them")
            : argument ?? option;

    /// <summary>Whichever was given.</summary>
    /// <exception cref="UserErrorException">PIM0901: both were, or none.</exception>
    public static string Required(string argumentName, string? argument, string optionName, string? option) =>
        Of(argumentName, argument, optionName, option)
        ?? throw new UserErrorException("PIM0901", $"{argumentName} is missing", remedy: $"give {argumentName} or {optionName} {argumentName}");
}
