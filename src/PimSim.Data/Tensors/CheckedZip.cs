using System.IO.Compression;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Unpacks a zip file that nobody vouches for. Sizes are compared with the file's own before anything is unpacked, so that
/// a bomb costs nothing; each part must be as long as it claims and match its checksum. Nothing is written anywhere.
/// </summary>
public static class CheckedZip
{
    /// <summary>
    /// Unpacked bytes for each byte of the file, all parts together. Signs stored as doubles, the most wasteful form of
    /// real networks, pack about 1 to 40.
    /// </summary>
    public const int MaxFactor = 64;

    private const int AlwaysAllowedBytes = 1 << 20;
    private const string Remedy = "download or write the file again";

    /// <summary>Whether bytes start like a zip file.</summary>
    public static bool IsZip(ReadOnlySpan<byte> content) => content.StartsWith("PK\x03\x04"u8) || content.StartsWith("PK\x05\x06"u8);

    /// <summary>All parts, unpacked, in the order of the directory; folders are left out.</summary>
    /// <exception cref="UserErrorException">PIM1010: damaged. PIM1011: unpacked much larger than the file. PIM1012: encrypted.
    /// PIM1005: a name twice.</exception>
    public static IReadOnlyList<ZipPart> Read(byte[] content, string file)
    {
        try
        {
            using ZipArchive zip = new(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            CheckSizes(zip.Entries, content.Length, file);
            HashSet<string> names = new(StringComparer.Ordinal);
            List<ZipPart> parts = [];
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                parts.Add(names.Add(entry.FullName)
                    ? new ZipPart(entry.FullName, Unpack(entry, file))
                    : throw new UserErrorException("PIM1005", $"part '{entry.FullName}' occurs twice in the zip file", file, Remedy));
            }

            return parts;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw Damaged(fault.Message.TrimEnd('.'), file);
        }
    }

    private static void CheckSizes(IReadOnlyCollection<ZipArchiveEntry> entries, long fileBytes, string file)
    {
        long limit = Math.Min(Array.MaxLength, (fileBytes * MaxFactor) + AlwaysAllowedBytes);
        Int128 total = 0;
        foreach (ZipArchiveEntry entry in entries)
        {
            total += Math.Max(0, entry.Length);
            if (entry.Length < 0 || total > limit)
            {
                throw new UserErrorException("PIM1011", $"the zip file of {fileBytes} bytes claims to unpack to more than {limit} bytes, from part '{entry.FullName}' on", file, $"at most {MaxFactor} times the file's size are unpacked: store it without compression if it is right");
            }

            if (entry.IsEncrypted)
            {
                throw new UserErrorException("PIM1012", $"part '{entry.FullName}' of the zip file is encrypted", file, "write it without a password");
            }
        }
    }

    private static byte[] Unpack(ZipArchiveEntry entry, string file)
    {
        using Stream stream = entry.Open();
        byte[] bytes = new byte[entry.Length];
        int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length || stream.ReadByte() >= 0)
        {
            throw Damaged($"part '{entry.FullName}' does not have the {entry.Length} bytes that it claims", file);
        }

        return ContentHash.Crc32(bytes) == entry.Crc32 ? bytes : throw Damaged($"part '{entry.FullName}' does not match its checksum", file);
    }

    private static UserErrorException Damaged(string why, string file) => new("PIM1010", "the zip file is cut or damaged: " + why, file, Remedy);
}
