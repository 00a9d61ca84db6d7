using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace PimSim.Tests;

/// <summary>Tiny PNG files, written without the library that reads them.</summary>
internal static class PngSamples
{
    /// <summary>A file of 8 bits a sample; every row is stored as it is (filter 0).</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="colorType">0 grey, 2 colour, 3 palette, 4 grey with opacity, 6 colour with opacity.</param>
    /// <param name="samples">[height][width][samples of a pixel].</param>
    /// <param name="palette">Three bytes a colour, for color type 3.</param>
    public static byte[] Plain(int height, int width, byte colorType, byte[] samples, byte[]? palette = null)
    {
        int rowBytes = samples.Length / height;
        byte[] rows = [.. Enumerable.Range(0, height).SelectMany(y => samples.Skip(y * rowBytes).Take(rowBytes).Prepend((byte)0))];
        return palette is null
            ? File(Header(height, width, 8, colorType), Data(rows))
            : File(Header(height, width, 8, colorType), Chunk("PLTE", palette), Data(rows));
    }

    /// <summary>Grey pixels that follow from a number.</summary>
    public static byte[] Grey(int height, int width, int number = 0) =>
        Plain(height, width, 0, [.. Enumerable.Range(0, height * width).Select(i => (byte)((i * 7) + number))]);

    /// <summary>A file of any chunks, closed by IEND.</summary>
    public static byte[] File(params byte[][] chunks) =>
        [0x89, .. "PNG\r\n\x1a\n"u8, .. chunks.SelectMany(c => c), .. Chunk("IEND", [])];

    /// <summary>IHDR.</summary>
    public static byte[] Header(int height, int width, byte bitDepth, byte colorType, byte interlace = 0) =>
        Chunk("IHDR", [.. BigEndian((uint)width), .. BigEndian((uint)height), bitDepth, colorType, 0, 0, interlace]);

    /// <summary>IDAT of rows with their filters.</summary>
    public static byte[] Data(byte[] rows)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return Chunk("IDAT", packed.ToArray());
    }

    /// <summary>Any chunk, with its checksum.</summary>
    public static byte[] Chunk(string type, byte[] body)
    {
        byte[] typeAndBody = [.. Encoding.ASCII.GetBytes(type), .. body];
        return [.. BigEndian((uint)body.Length), .. typeAndBody, .. BigEndian(Crc32.HashToUInt32(typeAndBody))];
    }

    private static byte[] BigEndian(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
