using System.Xml.Linq;

namespace PimSim.Architecture.Tests;

/// <summary>The layering: who may refer to whom, as an explicit list of edges (docs/architecture.md).</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Edges = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Bits"] = ["Core"],
        ["Models"] = ["Core"],
        ["Data"] = ["Core"],
        ["Traces"] = ["Models"],
        ["Device"] = ["Bits", "Models"],
        ["Driver"] = ["Device"],
        ["Bnn"] = ["Driver", "Data"],
        ["Interop"] = ["Bnn"],
        ["Training"] = ["Bnn"],
        ["Exploration"] = ["Training", "Traces"],
        ["Query"] = ["Core"],
        ["Cluster"] = ["Exploration"],
        ["Testing"] = ["Exploration"],
    };

    public static TheoryData<string> Projects() => [.. Sources.Projects("src")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Direct_references_are_the_listed_edges(string project)
    {
        string name = ShortName(project);
        string[] allowed = name == "Cli"
            ? [.. Sources.Projects("src").Select(ShortName).Where(p => p is not "Cli" and not "Testing" and not "Query")]
            : Edges[name];
        IEnumerable<string> references = XDocument.Parse(Sources.Read(project))
            .Descendants("ProjectReference")
            .Select(r => ShortName(r.Attribute("Include")!.Value));
        Assert.Equal(allowed.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Sources.Read("PimSim.sln").Replace('\\', '/');
        IEnumerable<string> missing = ((string[])["src", "tests", "samples"])
            .SelectMany(Sources.Projects)
            .Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal));
        Assert.Empty(missing);
        Assert.NotEmpty(Sources.Projects("src"));
    }

    private static string ShortName(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))["PimSim.".Length..];
}
