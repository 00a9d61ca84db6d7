namespace PimSim.Core;

/// <summary>A whole container in memory, complete and verified: for networks, checkpoints and sweep parts.</summary>
public sealed class ContainerReader
{
    private readonly string file;

    private ContainerReader(string file, int version, byte[] header, IReadOnlyList<ContainerSection> sections)
    {
        this.file = file;
        Version = version;
        Header = header;
        AllSections = sections;
    }

    /// <summary>The version of the format in the file.</summary>
    public int Version { get; }

    /// <summary>The MessagePack header.</summary>
    public byte[] Header { get; }

    /// <summary>All sections in file order.</summary>
    public IReadOnlyList<ContainerSection> AllSections { get; }

    /// <summary>Whether a file that starts with these bytes is a container, of whatever format.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> start) => start.StartsWith(ContainerLayout.Magic);

    /// <summary>Reads all of <paramref name="bytes"/>.</summary>
    /// <inheritdoc cref="Open(Stream, string, ContainerFormat, VersionRange)"/>
    public static ContainerReader Open(byte[] bytes, string fileName, ContainerFormat format, VersionRange versions)
    {
        using MemoryStream stream = new(bytes, writable: false);
        return Open(stream, fileName, format, versions);
    }

    /// <summary>Reads to the end of the stream, which stays open.</summary>
    /// <param name="stream">Positioned at the magic; need not be seekable.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    /// <param name="format">What the caller expects.</param>
    /// <param name="versions">The versions the caller can read.</param>
    /// <exception cref="UserErrorException">PIM0010 to PIM0016: not a container, another format or version, cut or damaged.</exception>
    public static ContainerReader Open(Stream stream, string fileName, ContainerFormat format, VersionRange versions)
    {
        ContainerStreamReader reader = Sections(stream, fileName, format, versions);
        List<ContainerSection> sections = [];
        while (reader.TryReadNext(out ContainerSection? section))
        {
            sections.Add(section);
        }

        if (reader.Truncation is { } truncation)
        {
            throw new UserErrorException([truncation with { Severity = DiagnosticSeverity.Error, Remedy = "copy or make the file again" }]);
        }

        return new ContainerReader(fileName, reader.Version, reader.Header, sections);
    }

    /// <summary>
    /// Reads section by section, and takes a file that was cut (<see cref="ContainerStreamReader.Truncation"/>): for traces.
    /// </summary>
    /// <inheritdoc cref="Open(Stream, string, ContainerFormat, VersionRange)"/>
    public static ContainerStreamReader Sections(Stream stream, string fileName, ContainerFormat format, VersionRange versions) =>
        new(stream, fileName, format, versions);

    /// <summary>The bytes of the one section with this id.</summary>
    /// <exception cref="UserErrorException">PIM0017: there is none, or more than one.</exception>
    public byte[] Section(uint id)
    {
        byte[]? found = null;
        foreach (ContainerSection section in AllSections)
        {
            if (section.Id == id)
            {
                found = found is null ? section.Bytes : throw new UserErrorException("PIM0017", $"section {id} occurs twice", this.file, "make the file again");
            }
        }

        return found ?? throw new UserErrorException("PIM0017", $"section {id} is missing", this.file, "make the file again");
    }
}
