using PimSim.Core;

namespace PimSim.Data.Tests;

public sealed class CifarReaderTests
{
    [Fact]
    public void Planes_become_interleaved_pixels()
    {
        CifarReader reader = Read(Samples.Cifar(3, 9));
        byte[] pixels = reader.Pixels("batch");
        Assert.Equal([3, 9], reader.Labels());
        Assert.Equal(2 * 3072, pixels.Length);
        for (int i = 0; i < pixels.Length; i++)
        {
            int position = i % 3072;
            int planar = (position % 3 * 1024) + (position / 3);
            Assert.Equal((byte)((planar / 1024 * 50) + (planar % 50)), pixels[i]);
        }
    }

    [Fact]
    public void More_records_than_are_read_at_once_keep_their_order()
    {
        byte[] labels = Enumerable.Range(0, 200).Select(i => (byte)(i % 10)).ToArray();
        Assert.Equal(labels, Read(Samples.Cifar(labels)).Labels());
        Assert.Equal(labels, Read(TemporaryFolder.Gzip(Samples.Cifar(labels))).Labels());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3072)]
    [InlineData(3074)]
    [InlineData(6145)]
    public void A_cut_record_is_PIM0301(int length)
    {
        Diagnostic fault = Samples.Diagnose(() => Read(Samples.Cifar(1, 2)[..length]));
        Assert.Equal("PIM0301", fault.Code);
        Assert.Contains($"ends at offset {length}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_above_nine_is_PIM0306_with_its_offset()
    {
        Diagnostic fault = Samples.Diagnose(() => Read(Samples.Cifar(1, 10)));
        Assert.Equal("PIM0306", fault.Code);
        Assert.Contains("label 10 at offset 3073", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_label_byte_of_a_hundred_classes_counts()
    {
        byte[] record = Samples.Cifar(42);
        CifarReader reader = Read([19, .. record, 3, .. Samples.Cifar(99)], CifarForm.Cifar100);
        Assert.Equal([42, 99], reader.Labels());
        Assert.Equal(Read([1, .. record[1..]]).Pixels("batch"), reader.Pixels("batch")[..3072]);
        Diagnostic fault = Samples.Diagnose(() => Read([19, .. Samples.Cifar(100)], CifarForm.Cifar100));
        Assert.Contains("label 100 at offset 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_batch_is_PIM0305()
    {
        Assert.Equal("PIM0305", Samples.Diagnose(() => Read([])).Code);
    }

    [Fact]
    public void A_packed_batch_cut_in_its_checksum_is_PIM0303()
    {
        byte[] file = TemporaryFolder.Gzip(Samples.Cifar(1));
        Assert.Equal("PIM0303", Samples.Diagnose(() => Read(file[..^1])).Code);
    }

    private static CifarReader Read(byte[] file, CifarForm? form = null)
    {
        CifarReader reader = new(form ?? CifarForm.Cifar10);
        using DataInput input = new(new MemoryStream(file), "batch");
        reader.AddBatch(input);
        return reader;
    }
}
