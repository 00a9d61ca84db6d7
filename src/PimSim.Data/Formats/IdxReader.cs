using System.Buffers.Binary;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Reads IDX files of unsigned bytes: 00 00, type 08, number of dimensions, then each dimension as a big-endian 32-bit
/// number, then the bytes, last dimension fastest. Source: the MNIST page of Y. LeCun, "File formats".
/// </summary>
internal static class IdxReader
{
    private const uint ImageMagic = 0x0803;
    private const uint LabelMagic = 0x0801;

    /// <summary>An image file: three dimensions.</summary>
    /// <exception cref="UserErrorException">PIM0301 to PIM0305: cut, damaged, too long, not images, sizes that cannot be.</exception>
    public static IdxImages ReadImages(DataInput input)
    {
        byte[] header = ReadHeader(input, ImageMagic, "images", dimensions: 3);
        uint count = Dimension(header, 0);
        uint height = Dimension(header, 1);
        uint width = Dimension(header, 2);
        Int128 total = (Int128)count * height * width;
        if (total == 0 || total > Array.MaxLength)
        {
            throw new UserErrorException("PIM0305", $"{count} images of {height} x {width} are {total} bytes; from 1 to {Array.MaxLength} can be read", input.FileName, "check that the file is an IDX file of images");
        }

        byte[] pixels = input.Read((int)total, $"{count} images of {height} x {width}");
        input.ExpectEnd();
        return new IdxImages((int)count, (int)height, (int)width, pixels);
    }

    /// <summary>A label file: one dimension, one byte a label.</summary>
    /// <exception cref="UserErrorException">PIM0301 to PIM0305: as for images.</exception>
    public static byte[] ReadLabels(DataInput input)
    {
        byte[] header = ReadHeader(input, LabelMagic, "labels", dimensions: 1);
        uint count = Dimension(header, 0);
        if (count == 0 || count > Array.MaxLength)
        {
            throw new UserErrorException("PIM0305", $"{count} labels; from 1 to {Array.MaxLength} can be read", input.FileName, "check that the file is an IDX file of labels");
        }

        byte[] labels = input.Read((int)count, $"{count} labels");
        input.ExpectEnd();
        return labels;
    }

    private static byte[] ReadHeader(DataInput input, uint magic, string what, int dimensions)
    {
        uint found = BinaryPrimitives.ReadUInt32BigEndian(input.Read(sizeof(uint), "the magic number"));
        return found == magic
            ? input.Read(dimensions * sizeof(uint), "the dimensions")
            : throw new UserErrorException("PIM0304", $"this is not an IDX file of {what}: it starts with {found:x8}, expected {magic:x8}", input.FileName, "check that images and labels are not swapped and that the file is complete");
    }

    private static uint Dimension(byte[] header, int index) => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(index * sizeof(uint)));
}
