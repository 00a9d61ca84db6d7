using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Reads CIFAR batches in binary form: records of one label byte (CIFAR-100: two) and 3 planes (red, green, blue) of 32 x 32 bytes.
/// Source: the CIFAR page of A. Krizhevsky, "Binary version".
/// </summary>
internal sealed class CifarReader(CifarForm form)
{
    public const int Side = 32;
    public const int Channels = 3;
    private const int PlaneBytes = Side * Side;
    private const int RecordsAtOnce = 64;

    private readonly int recordBytes = form.LabelBytes + (Channels * PlaneBytes);
    private readonly List<byte[]> images = [];
    private readonly List<byte> labels = [];

    /// <summary>The labels of all batches added.</summary>
    public byte[] Labels() => [.. labels];

    /// <summary>The samples of all batches added: [count][32][32][3].</summary>
    /// <exception cref="UserErrorException">PIM0305: too many for one array.</exception>
    public byte[] Pixels(string file)
    {
        long total = (long)labels.Count * Channels * PlaneBytes;
        if (total > Array.MaxLength)
        {
            throw new UserErrorException("PIM0305", $"{labels.Count} images are {total} bytes; at most {Array.MaxLength} can be read", file, "give fewer batches");
        }

        byte[] pixels = new byte[total];
        int offset = 0;
        foreach (byte[] block in this.images)
        {
            block.CopyTo(pixels, offset);
            offset += block.Length;
        }

        return pixels;
    }

    /// <summary>Appends a batch of any number of records.</summary>
    /// <exception cref="UserErrorException">PIM0301: ends within a record. PIM0306: a label above 9. PIM0305: empty.</exception>
    public void AddBatch(DataInput input)
    {
        long start = input.Position;
        bool more = true;
        while (more)
        {
            long offset = input.Position;
            more = input.TryRead(RecordsAtOnce * recordBytes, out byte[] block);
            int records = block.Length / recordBytes;
            if (records * recordBytes != block.Length)
            {
                throw new UserErrorException("PIM0301", $"the file ends at offset {input.Position}, within a record of {recordBytes} bytes", input.FileName, "copy or download the file again");
            }

            AddRecords(block, records, input.FileName, offset);
        }

        input.ExpectEnd();
        if (input.Position == start)
        {
            throw new UserErrorException("PIM0305", "the batch has no images", input.FileName, "copy or download the file again");
        }
    }

    private void AddRecords(byte[] block, int records, string file, long offset)
    {
        byte[] images = new byte[records * Channels * PlaneBytes];
        for (int r = 0; r < records; r++)
        {
            int at = (r * recordBytes) + form.LabelBytes - 1;
            byte label = block[at];
            if (label >= form.Classes.Count)
            {
                throw new UserErrorException(
                    "PIM0306", $"label {label} at offset {offset + at} is not one of the {form.Classes.Count} classes", file, $"check that this is {form.Name} in binary form ({form.Other.Name} has {form.Other.LabelBytes} bytes of labels)");
            }

            labels.Add(label);
            Interleave(block.AsSpan(at + 1), images.AsSpan(r * Channels * PlaneBytes));
        }

        this.images.Add(images);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (int p = 0; p < PlaneBytes; p++)
        {
            for (int c = 0; c < Channels; c++)
            {
                pixels[(p * Channels) + c] = planes[(c * PlaneBytes) + p];
            }
        }
    }
}
