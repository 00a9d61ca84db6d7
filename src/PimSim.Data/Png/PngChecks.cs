using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Checks a PNG file that nobody vouches for, before a decoder that unpacks whatever comes sees it: its chunks and their checksums, what it
/// claims, and that its data unpack to exactly that. Nothing larger than a row is unpacked here.
/// </summary>
internal static class PngChecks
{
    /// <summary>Bytes of an image for each byte of its file.</summary>
    public const int MaxFactor = 64;

    private const int AlwaysAllowedBytes = 1 << 20;
    private const int ChunkOverhead = 12;
    private const int HeaderBytes = 13;
    private const int LastFilter = 4;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The header of a file that can be decoded.</summary>
    /// <exception cref="UserErrorException">PIM0730: cut, damaged or no PNG. PIM0731: of a kind that is not read. PIM0732: larger than its file can hold.</exception>
    public static PngHeader Check(byte[] content, string file)
    {
        if (!content.AsSpan().StartsWith(Signature))
        {
            throw Damaged("it does not start like one", file);
        }

        PngHeader? header = null;
        bool hasPalette = false;
        using MemoryStream data = new();
        for (int at = Signature.Length, end; ; at = end)
        {
            (string name, ReadOnlyMemory<byte> body) = Chunk(content, at, file);
            end = at + ChunkOverhead + body.Length;
            switch (name)
            {
                case "IHDR" when header is null && at == Signature.Length:
                    header = Header(body.Span, content.Length, file);
                    break;
                case "PLTE" when header is not null && !hasPalette && body.Length % 3 == 0:
                    hasPalette = true;
                    break;
                case "IDAT" when header is not null:
                    data.Write(body.Span);
                    break;
                case "IEND" when header is { } complete && end == content.Length:
                    CheckRows(complete, hasPalette, data, file);
                    return complete;
                case "tRNS":
                    throw NotRead("transparent pixels", file);
                default:
                    // A small first letter is a chunk that a reader may leave out: text, time, colour profile.
                    if (header is null || !char.IsAsciiLetterLower(name[0]))
                    {
                        throw Damaged($"a chunk '{name}' of {body.Length} bytes cannot stand at offset {at}", file);
                    }

                    break;
            }
        }
    }

    private static (string Name, ReadOnlyMemory<byte> Body) Chunk(byte[] content, int at, string file)
    {
        int left = content.Length - at - ChunkOverhead;
        if (left < 0)
        {
            throw Damaged($"it ends at offset {content.Length}, before its last chunk", file);
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at));
        if (length > left)
        {
            throw Damaged($"the chunk at offset {at} claims {length} bytes; {left} are there", file);
        }

        ReadOnlySpan<byte> typeAndBody = content.AsSpan(at + 4, 4 + (int)length);
        string name = Encoding.ASCII.GetString(typeAndBody[..4]);
        return name.All(char.IsAsciiLetter) && ContentHash.Crc32(typeAndBody) == BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(at + 8 + (int)length))
            ? (name, content.AsMemory(at + 8, (int)length))
            : throw Damaged($"the chunk at offset {at} does not match its checksum", file);
    }

    private static PngHeader Header(ReadOnlySpan<byte> body, long fileBytes, string file)
    {
        if (body.Length != HeaderBytes)
        {
            throw Damaged($"its header has {body.Length} bytes, not {HeaderBytes}", file);
        }

        PngHeader header = new(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]), body[8], body[9]);
        if (header.Width == 0 || header.Height == 0 || header.ColorType is not (0 or 2 or 3 or 4 or 6) || body[10] != 0 || body[11] != 0 || body[12] > 1)
        {
            throw Damaged("its header makes no sense", file);
        }

        if (header.BitDepth != 8)
        {
            throw NotRead($"samples of {header.BitDepth} bits", file);
        }

        if (body[12] == 1)
        {
            throw NotRead("interlaced rows", file);
        }

        Int128 limit = Int128.Min(Array.MaxLength, ((Int128)fileBytes * MaxFactor) + AlwaysAllowedBytes);
        return header.LargestBytes <= limit
            ? header
            : throw new UserErrorException("PIM0732", $"the PNG file of {fileBytes} bytes claims {header.Height} x {header.Width} pixels", file, $"at most {MaxFactor} times the file's size and 1 MiB are unpacked: write it with less compression, or smaller, if it is right");
    }

    private static void CheckRows(PngHeader header, bool hasPalette, MemoryStream data, string file)
    {
        if (header.ColorType == PngHeader.Palette && !hasPalette)
        {
            throw Damaged("it has no palette", file);
        }

        data.Position = 0;
        try
        {
            using ZLibStream rows = new(data, CompressionMode.Decompress, leaveOpen: true);
            byte[] row = new byte[(int)header.RowBytes];
            for (uint y = 0; y < header.Height; y++)
            {
                rows.ReadExactly(row);
                if (row[0] > LastFilter)
                {
                    throw Damaged($"row {y} has a filter {row[0]}", file);
                }
            }

            if (rows.ReadByte() >= 0)
            {
                throw Damaged($"there are more than {header.Height} rows", file);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(fault is InvalidDataException ? "its packed data are damaged" : $"there are fewer than {header.Height} rows", file);
        }
    }

    private static UserErrorException Damaged(string why, string file) => new("PIM0730", "not a whole PNG file: " + why, file, "write the image again");

    private static UserErrorException NotRead(string what, string file) =>
        new("PIM0731", $"a PNG file with {what}, which are not read", file, "convert the image to opaque grey or RGB of 8 bits, not interlaced: ImageMagick's `convert IN -alpha off -depth 8 -interlace none OUT`");
}
