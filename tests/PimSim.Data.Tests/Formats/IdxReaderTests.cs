using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class IdxReaderTests
{
    [Fact]
    public void Reads_images_plain_and_packed()
    {
        byte[] file = Samples.Images();
        foreach (byte[] form in new[] { file, TemporaryFolder.Gzip(file) })
        {
            IdxImages images = Samples.ReadImages(form);
            Assert.Equal((3, 2, 5), (images.Count, images.Height, images.Width));
            Assert.Equal(file[16..], images.Pixels);
        }
    }

    [Fact]
    public void Reads_labels_plain_and_packed()
    {
        Assert.Equal([1, 0, 9], Samples.ReadLabels(Samples.Labels(1, 0, 9)));
        Assert.Equal([1, 0, 9], Samples.ReadLabels(TemporaryFolder.Gzip(Samples.Labels(1, 0, 9))));
    }

    [Fact]
    public void Any_size_comes_back_byte_by_byte_too()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 9]).ForEach(100, (count, height, width) =>
            {
                byte[] file = Samples.Images(count, height, width);
                IdxImages plain = Samples.ReadImages(new OneByteFile(file));
                IdxImages packed = Samples.ReadImages(new OneByteFile(TemporaryFolder.Gzip(file)));
                return (count, height, width) == (plain.Count, plain.Height, plain.Width)
                    && plain.Pixels.AsSpan().SequenceEqual(file.AsSpan(16))
                    && packed.Pixels.AsSpan().SequenceEqual(file.AsSpan(16));
            });
    }

    [Fact]
    public void A_file_cut_anywhere_is_PIM0301_with_the_offset()
    {
        byte[] file = Samples.Images();
        for (int length = 0; length < file.Length; length++)
        {
            Diagnostic fault = Samples.Diagnose(() => Samples.ReadImages(file[..length]));
            Assert.Equal("PIM0301", fault.Code);
            Assert.Equal("images", fault.File);
            Assert.Contains($"ends at offset {length};", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_packed_file_cut_anywhere_is_refused()
    {
        byte[] file = TemporaryFolder.Gzip(Samples.Images());
        for (int length = 0; length < file.Length; length++)
        {
            Assert.True(Samples.Diagnose(() => Samples.ReadImages(file[..length])).Code is "PIM0301" or "PIM0303");
        }
    }

    [Fact]
    public void A_damaged_packed_file_never_gives_other_pixels()
    {
        byte[] content = Samples.Images();
        byte[] file = TemporaryFolder.Gzip(content);
        int refused = 0;
        for (int i = 2; i < file.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0x55;
            try
            {
                Assert.Equal(content[16..], Samples.ReadImages(damaged).Pixels);
            }
            catch (UserErrorException)
            {
                refused++;
            }
        }

        // Only gzip's time stamp, flags and system (bytes 3 to 9) mean nothing to the content.
        Assert.InRange(refused, file.Length - 10, file.Length);
    }

    [Fact]
    public void Bytes_after_the_content_are_refused()
    {
        Diagnostic fault = Samples.Diagnose(() => Samples.ReadImages([.. Samples.Images(), 7]));
        Assert.Equal("PIM0302", fault.Code);
        Assert.Contains("after offset 46", fault.Message, StringComparison.Ordinal);
        Assert.Equal("PIM0302", Samples.Diagnose(() => Samples.ReadImages(TemporaryFolder.Gzip([.. Samples.Images(), 7]))).Code);
        Assert.Equal("PIM0302", Samples.Diagnose(() => Samples.ReadLabels([.. Samples.Labels(1), 7])).Code);
        Assert.Equal("PIM0303", Samples.Diagnose(() => Samples.ReadImages([.. TemporaryFolder.Gzip(Samples.Images()), 7])).Code);
    }

    [Fact]
    public void Swapped_files_are_PIM0304()
    {
        Assert.Contains("not an IDX file of images", Samples.Diagnose(() => Samples.ReadImages(Samples.Labels(1, 2))).Message, StringComparison.Ordinal);
        Diagnostic fault = Samples.Diagnose(() => Samples.ReadLabels(Samples.Images()));
        Assert.Equal("PIM0304", fault.Code);
        Assert.Contains("starts with 00000803, expected 00000801", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_changed_byte_of_the_header_is_refused()
    {
        byte[] file = Samples.Images();
        for (int i = 0; i < 16; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = [.. file];
                damaged[i] ^= mask;
                string expected = i < 4 ? "PIM0304" : "PIM030";
                Assert.StartsWith(expected, Samples.Diagnose(() => Samples.ReadImages(damaged)).Code, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0, 28, 28)]
    [InlineData(5, 0, 28)]
    [InlineData(-1, -1, -1)]
    public void Sizes_that_cannot_be_are_PIM0305(int count, int height, int width)
    {
        byte[] file = [0, 0, 8, 3, .. Samples.BigEndian(count), .. Samples.BigEndian(height), .. Samples.BigEndian(width)];
        Assert.Equal("PIM0305", Samples.Diagnose(() => Samples.ReadImages(file)).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Label_counts_that_cannot_be_are_PIM0305(int count)
    {
        Assert.Equal("PIM0305", Samples.Diagnose(() => Samples.ReadLabels([0, 0, 8, 1, .. Samples.BigEndian(count)])).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_claim_takes_no_memory(bool packed)
    {
        byte[] file = [0, 0, 8, 3, .. Samples.BigEndian(2_000_000), .. Samples.BigEndian(32), .. Samples.BigEndian(32), 1, 2, 3];
        byte[] form = packed ? TemporaryFolder.Gzip(file) : file;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("PIM0301", Samples.Diagnose(() => Samples.ReadImages(form)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }
}
