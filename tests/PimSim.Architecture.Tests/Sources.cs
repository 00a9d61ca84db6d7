using System.Text.RegularExpressions;
using PimSim.Tests;

namespace PimSim.Architecture.Tests;

/// <summary>The source tree of this checkout.</summary>
internal static class Sources
{
    private static readonly string Root = SharedFolder.CheckoutRoot();

    /// <summary>Project files below a folder of the checkout, relative to its root, with forward slashes.</summary>
    public static IReadOnlyList<string> Projects(string folder) => Files(folder, "*.csproj");

    /// <summary>Source files below a folder of the checkout, without what a build makes.</summary>
    public static IReadOnlyList<string> Code(string folder) => Files(folder, "*.cs");

    /// <summary>README.md and the pages below docs.</summary>
    public static IReadOnlyList<string> Documents() => ["README.md", .. Files("docs", "*.md")];

    /// <summary>The text of a file.</summary>
    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    /// <summary>Lines that match, as <c>file:line</c>; comment lines do not count.</summary>
    public static IReadOnlyList<string> Matches(IEnumerable<string> files, Regex pattern)
    {
        List<string> found = [];
        foreach (string file in files)
        {
            string[] lines = File.ReadAllLines(Path.Combine(Root, file));
            for (int i = 0; i < lines.Length; i++)
            {
                if (!lines[i].TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(lines[i]))
                {
                    found.Add(FormattableString.Invariant($"{file}:{i + 1}"));
                }
            }
        }

        return found;
    }

    private static List<string> Files(string folder, string pattern)
    {
        string full = Path.Combine(Root, folder);
        return !Directory.Exists(full)
            ? []
            : [.. Directory.EnumerateFiles(full, pattern, SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
                .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];
    }
}
