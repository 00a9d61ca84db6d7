using PimSim.Core;

namespace PimSim.Cli;

/// <summary>The files that a verb is given must not be the same.</summary>
internal static class DistinctFiles
{
    /// <summary>Of two outputs in one file the second would replace the first; one in an input would replace it.</summary>
    /// <param name="files">Options and their files, null where not given; devices such as <c>/dev/null</c> may be given twice.</param>
    /// <exception cref="UserErrorException">PIM0920: two are the same.</exception>
    public static void Require(params (string Option, string? Path)[] files)
    {
        IEnumerable<(string Option, string? Path)> given = files.Where(f => f.Path is not null && !f.Path.StartsWith("/dev/", StringComparison.Ordinal));
        foreach (var group in given.GroupBy(f => Path.GetFullPath(f.Path!), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            throw new UserErrorException("PIM0920", $"{string.Join(" and ", group.Select(f => f.Option))} name the same file", group.First().Path, "give each a file of its own");
        }
    }
}
