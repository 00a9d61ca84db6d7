namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>A folder of its own for a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("pimsim-test-").FullName;

    public string File(string name) => Path.Combine(path, name);

    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(path, recursive: true);
}
