namespace PimSim.Cli.Tests.EndToEnd;

/// <summary>A folder of its own for a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("pimsim-test-").FullName;

    public string File(string name) => Path.Combine(_path, name);

    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(_path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
