using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace PimSim.Core;

/// <summary>
/// Reads a container section by section from any stream. Every length is compared with what the stream still has before
/// memory is taken for it (a stream without a length is read piece by piece), every byte is covered by a checksum.
/// </summary>
public sealed class ContainerStreamReader
{
    private readonly BoundedReader input;
    private readonly string file;
    private byte[] prefix = new byte[ContainerLayout.PrefixBytes];
    private long sections;
    private bool ended;

    internal ContainerStreamReader(Stream stream, string fileName, ContainerFormat format, VersionRange versions)
    {
        input = new BoundedReader(stream);
        file = fileName;
        byte[] head = input.TryRead(ContainerLayout.HeadBytes, out byte[] start) ? start : throw NotAContainer(start);
        if (!head.AsSpan().StartsWith(ContainerLayout.Magic))
        {
            throw NotAContainer(head);
        }

        int foundFormat = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(ContainerLayout.HeadFormat));
        if (foundFormat != (int)format)
        {
            throw new UserErrorException("PIM0011", $"this is a {NameOf(foundFormat)}, not a {NameOf((int)format)}", fileName, $"give a {NameOf((int)format)}");
        }

        Version = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(ContainerLayout.HeadVersion));
        if (!versions.Contains(Version))
        {
            throw new UserErrorException("PIM0012", $"version {Version} is not known; this build reads {versions}", fileName, "use the build that wrote the file, or make the file again");
        }

        if (ContentHash.Crc32(head.AsSpan(0, ContainerLayout.HeadCrc)) != BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(ContainerLayout.HeadCrc)))
        {
            throw Damaged("the head", 0);
        }

        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(ContainerLayout.HeadLength));
        if (headerLength < 0 || !input.TryRead(headerLength, out byte[] header))
        {
            throw new UserErrorException("PIM0013", $"the file ends within its header of {headerLength} bytes", fileName, "copy or make the file again");
        }

        if (!HashMatches(header, head.AsSpan(ContainerLayout.HeadHash)))
        {
            throw Damaged("the header", ContainerLayout.HeadBytes);
        }

        Header = header;
    }

    /// <summary>The version of the format in the file.</summary>
    public int Version { get; }

    /// <summary>The MessagePack header.</summary>
    public byte[] Header { get; }

    /// <summary>Null, or, once <see cref="TryReadNext(out ContainerSection?)"/> met the end of a file that was cut, the warning PIM0014 that says what is lost.</summary>
    public Diagnostic? Truncation { get; private set; }

    /// <summary>The next section; false at the end, whole or cut.</summary>
    /// <exception cref="UserErrorException">PIM0015: damaged. PIM0016: bytes after the end.</exception>
    public bool TryReadNext([NotNullWhen(true)] out ContainerSection? section)
    {
        section = null;
        if (ended)
        {
            return false;
        }

        long start = input.Position;
        if (!TryReadPrefix(start, out int storedLength) || !input.TryRead(storedLength, out byte[] stored))
        {
            return Cut(start);
        }

        section = new ContainerSection(BinaryPrimitives.ReadUInt32LittleEndian(prefix), Unpack(prefix, stored, start));
        if (section.Id != ContainerLayout.EndId)
        {
            sections++;
            return true;
        }

        Finish(section.Bytes, start);
        section = null;
        return false;
    }

    /// <summary>The next section into memory that is used again; false at the end, whole or cut.</summary>
    /// <inheritdoc cref="TryReadNext(out ContainerSection?)"/>
    public bool TryReadNext(ContainerSectionBuffer buffer)
    {
        if (ended)
        {
            return false;
        }

        long start = input.Position;
        if (!TryReadPrefix(start, out int storedLength) || !input.TryReadInto(storedLength, ref buffer.Stored))
        {
            return Cut(start);
        }

        uint id = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        ReadOnlySpan<byte> stored = buffer.Stored.AsSpan(0, storedLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(ContainerLayout.PrefixPacking)) != ContainerLayout.PackingNone)
        {
            buffer.SetUnpacked(id, Unpack(prefix, stored.ToArray(), start));
        }
        else if (BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(ContainerLayout.PrefixLength)) == storedLength
            && ContentHash.Crc32(stored) == BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(ContainerLayout.PrefixStoredCrc))
            && HashMatches(stored, prefix.AsSpan(ContainerLayout.PrefixHash)))
        {
            buffer.SetStored(id, storedLength);
        }
        else
        {
            throw Damaged($"section number {sections}", start);
        }

        if (id != ContainerLayout.EndId)
        {
            sections++;
            return true;
        }

        Finish(buffer.Bytes.ToArray(), start);
        return false;
    }

    private static bool HashMatches(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> expected)
    {
        Span<byte> hash = stackalloc byte[ContentHash.SizeBytes];
        ContentHash.Write(bytes, hash);
        return hash.SequenceEqual(expected[..ContentHash.SizeBytes]);
    }

    private static string NameOf(int format) => (ContainerFormat)format switch
    {
        ContainerFormat.Network => "network (.pimnet)",
        ContainerFormat.Trace => "trace (.pimtrace)",
        ContainerFormat.Checkpoint => "checkpoint",
        ContainerFormat.SweepPart => "sweep part",
        _ => $"container of unknown format {format}",
    };

    /// <summary>Reads and verifies the front of a section; false where the file was cut within it.</summary>
    private bool TryReadPrefix(long start, out int storedLength)
    {
        storedLength = 0;
        if (!input.TryReadInto(ContainerLayout.PrefixBytes, ref prefix))
        {
            return false;
        }

        if (ContentHash.Crc32(prefix.AsSpan(0, ContainerLayout.PrefixCrc)) != BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(ContainerLayout.PrefixCrc)))
        {
            throw Damaged($"the front of section number {sections}", start);
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(ContainerLayout.PrefixStoredLength));
        if (length < 0 || length > Array.MaxLength)
        {
            throw Damaged($"the length of section number {sections}", start);
        }

        storedLength = (int)length;
        return true;
    }

    private byte[] Unpack(byte[] prefix, byte[] stored, long start)
    {
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(ContainerLayout.PrefixLength));
        bool storedRight = ContentHash.Crc32(stored) == BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(ContainerLayout.PrefixStoredCrc));
        byte[]? bytes = !storedRight ? null : BinaryPrimitives.ReadUInt32LittleEndian(prefix.AsSpan(ContainerLayout.PrefixPacking)) switch
        {
            ContainerLayout.PackingNone when length == stored.Length => stored,
            ContainerLayout.PackingLz4 => Lz4Packing.TryUnpack(stored, length),
            _ => null,
        };
        return bytes is not null && HashMatches(bytes, prefix.AsSpan(ContainerLayout.PrefixHash)) ? bytes : throw Damaged($"section number {sections}", start);
    }

    private void Finish(byte[] count, long start)
    {
        ended = true;
        if (count.Length != sizeof(long) || BinaryPrimitives.ReadInt64LittleEndian(count) != sections)
        {
            throw Damaged($"the end (it counts other than the {sections} sections found)", start);
        }

        if (input.TryRead(1, out _))
        {
            throw new UserErrorException("PIM0016", $"there are bytes after the end at offset {input.Position - 1}", file, "copy or make the file again");
        }
    }

    private bool Cut(long start)
    {
        ended = true;
        Truncation = new Diagnostic(
            "PIM0014",
            $"the file is cut: it ends at offset {input.Position}, within section number {sections}; the {sections} sections before offset {start} are whole",
            file,
            Remedy: "what follows them is lost",
            Severity: DiagnosticSeverity.Warning);
        return false;
    }

    private UserErrorException Damaged(string what, long offset) =>
        new("PIM0015", $"{what} is damaged (offset {offset}): its checksum does not match", file, "copy or make the file again");

    private UserErrorException NotAContainer(ReadOnlySpan<byte> start)
    {
        string found = start.IsEmpty ? "nothing" : Convert.ToHexStringLower(start[..Math.Min(8, start.Length)]);
        return start.StartsWith(ContainerLayout.Magic)
            ? new UserErrorException("PIM0013", $"the file ends after {start.Length} bytes, within its head", file, "copy or make the file again")
            : new UserErrorException("PIM0010", $"not a file of this program: it starts with {found}, expected {Convert.ToHexStringLower(ContainerLayout.Magic)}", file, "give a file that pimsim wrote");
    }
}
