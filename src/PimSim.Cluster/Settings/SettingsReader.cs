using System.Globalization;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Reads settings from environment variables; a value that cannot be used is refused and never shown.</summary>
internal sealed class SettingsReader(Func<string, string?> variable)
{
    private const int MaxName = 64;
    private const int MaxSecretFile = 1 << 16;

    /// <summary>A plain text, or null.</summary>
    public string? Text(string name) => variable(name) is { Length: > 0 } text ? text : null;

    /// <summary>A number in a range.</summary>
    /// <exception cref="UserErrorException">PIM1408.</exception>
    public double Number(string name, double otherwise, double from, double to)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= from && value <= to
            ? value
            : throw Bad(name, string.Create(CultureInfo.InvariantCulture, $"give a number from {from} to {to}"));
    }

    /// <summary>Letters, digits, dots, dashes and underscores.</summary>
    /// <exception cref="UserErrorException">PIM1408.</exception>
    public string Name(string name, string otherwise)
    {
        string text = Text(name) ?? otherwise;
        return text.Length <= MaxName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw Bad(name, $"give up to {MaxName} letters, digits, dots, dashes and underscores");
    }

    /// <summary>One of some words; the first one where there is none.</summary>
    /// <exception cref="UserErrorException">PIM1408.</exception>
    public string Choice(string name, string[] words)
    {
        string text = Text(name) ?? words[0];
        return words.Contains(text, StringComparer.Ordinal) ? text : throw Bad(name, "give one of " + string.Join(", ", words));
    }

    /// <summary>The value of a variable, or the content of the file that NAME_FILE names without white space at its end; null where there is neither.</summary>
    /// <exception cref="UserErrorException">PIM1408: the file cannot be used; PIM0021: it cannot be read.</exception>
    public string? Secret(string name)
    {
        if (Text(name) is { } text)
        {
            return text;
        }

        if (Text(name + "_FILE") is not { } file)
        {
            return null;
        }

        byte[] bytes = WholeFile.Read(file);
        return bytes.Length <= MaxSecretFile ? System.Text.Encoding.UTF8.GetString(bytes).TrimEnd() : throw Bad(name + "_FILE", "name a file of one line");
    }

    private static UserErrorException Bad(string name, string remedy) => new("PIM1408", $"the environment variable {name} cannot be used", null, remedy);
}
