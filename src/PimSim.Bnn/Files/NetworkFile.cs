using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Networks as files, <c>.pimnet</c>: the container of PimSim.Core (magic, version, checksums) with a MessagePack header
/// that describes the graph and one section a tensor. Equal networks give equal files; no tool version is inside.
/// </summary>
public static class NetworkFile
{
    /// <summary>The usual extension of a file name.</summary>
    public const string Extension = ".pimnet";

    /// <summary>The newest version of the format; a network is written in the first one that can hold it.</summary>
    private const int Newest = 3;

    /// <summary>
    /// The identity of a network: 32 hex digits, XxHash128 over the XxHash128 of the header and of each section, in order,
    /// uncompressed.
    /// </summary>
    /// <exception cref="UserErrorException">The network is wrong (see <see cref="NetworkShapes.Infer"/>).</exception>
    public static string ContentHash(BnnNetwork network)
    {
        (byte[] header, List<byte[]> sections) = Encode(network);
        byte[] hashes = new byte[(sections.Count + 1) * Core.ContentHash.SizeBytes];
        Core.ContentHash.Write(header, hashes);
        for (int i = 0; i < sections.Count; i++)
        {
            Core.ContentHash.Write(sections[i], hashes.AsSpan((i + 1) * Core.ContentHash.SizeBytes));
        }

        return Core.ContentHash.Hex(hashes);
    }

    /// <summary>Writes a network; an interrupted run leaves the old file or none.</summary>
    /// <exception cref="UserErrorException">The network is wrong, or the file cannot be written.</exception>
    public static void Save(string path, BnnNetwork network)
    {
        (byte[] header, List<byte[]> sections) = Encode(network);
        AtomicFile.Write(path, stream => Write(stream, VersionOf(network), header, sections));
    }

    /// <summary>The bytes of the file that <see cref="Save"/> writes.</summary>
    /// <exception cref="UserErrorException">The network is wrong.</exception>
    public static byte[] ToBytes(BnnNetwork network)
    {
        (byte[] header, List<byte[]> sections) = Encode(network);
        using var stream = new MemoryStream();
        Write(stream, VersionOf(network), header, sections);
        return stream.ToArray();
    }

    /// <summary>Reads and validates a file.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, is not a whole <c>.pimnet</c> file, or its network is wrong.</exception>
    public static BnnNetwork Load(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            return Load(stream, path);
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(path, fault);
        }
    }

    /// <summary>Reads and validates the bytes of a file.</summary>
    /// <param name="bytes">All of the file.</param>
    /// <param name="name">The name errors are reported under.</param>
    /// <exception cref="UserErrorException">It is not a whole <c>.pimnet</c> file, or its network is wrong.</exception>
    public static BnnNetwork Load(byte[] bytes, string name)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Load(stream, name);
    }

    private static BnnNetwork Load(Stream stream, string name)
    {
        var container = ContainerReader.Open(stream, name, ContainerFormat.Network, new VersionRange(1, Newest));
        try
        {
            BnnNetwork network = NetworkHeaderReader.Read(container);
            NetworkShapes.Infer(network, name);
            return network;
        }
        catch (HeaderFault fault)
        {
            throw new UserErrorException("PIM0430", $"this is not a network: {fault.Message}", name, "make the file again");
        }
    }

    private static (byte[] Header, List<byte[]> Sections) Encode(BnnNetwork network)
    {
        NetworkShapes.Infer(network);
        return NetworkHeaderWriter.Write(network, VersionOf(network));
    }

    private static int VersionOf(BnnNetwork network) =>
        network.Nodes.Any(n => n is AddNode or AveragePoolNode or MaxPoolNode { Padding: > 0 }) ? Newest
        : network.Input.Levels is not null || network.ReadOut is not ArgMaxReadOut || network.Nodes.Any(n => n is ThresholdNode or MultiThresholdNode) ? 2
        : 1;

    private static void Write(Stream stream, int version, byte[] header, List<byte[]> sections)
    {
        var writer = new ContainerWriter(stream, ContainerFormat.Network, version, header);
        for (int i = 0; i < sections.Count; i++)
        {
            writer.AddSection((uint)i + 1, sections[i], compress: true);
        }

        writer.Complete();
    }
}
