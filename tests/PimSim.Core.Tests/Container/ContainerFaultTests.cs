using System.Buffers.Binary;
using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class ContainerFaultTests
{
    [Fact]
    public void Another_file_is_PIM0010()
    {
        Assert.Equal("PIM0010", Samples.Diagnose(() => Samples.Open("just some text, long enough for a whole head"u8.ToArray())).Code);
        Assert.Equal("PIM0010", Samples.Diagnose(() => Samples.Open([])).Code);
    }

    [Fact]
    public void Another_format_is_PIM0011_and_named()
    {
        Diagnostic fault = Samples.Diagnose(() => Samples.Open(Samples.Small(ContainerFormat.Trace)));
        Assert.Equal("PIM0011", fault.Code);
        Assert.Equal("x.pimnet", fault.File);
        Assert.Equal("this is a trace (.pimtrace), not a network (.pimnet)", fault.Message);
    }

    [Fact]
    public void An_unknown_version_is_PIM0012_and_named()
    {
        Diagnostic fault = Samples.Diagnose(() => Samples.Open(Samples.Small(version: 7)));
        Assert.Equal("PIM0012", fault.Code);
        Assert.Equal("version 7 is not known; this build reads 1..1", fault.Message);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_when_it_must_be_whole()
    {
        byte[] file = Samples.Small();
        for (int length = 0; length < file.Length; length++)
        {
            Diagnostic fault = Samples.Diagnose(() => Samples.Open(file[..length]));
            Assert.Equal(length switch { < 8 => "PIM0010", < 53 => "PIM0013", _ => "PIM0014" }, fault.Code);
            Assert.Equal(DiagnosticSeverity.Error, fault.Severity);
            Assert.NotNull(fault.Remedy);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_cut_anywhere_loses_only_what_follows(bool slow)
    {
        byte[] file = Samples.Small(ContainerFormat.Trace);
        int bodyStart = 40 + Samples.Header().Length;
        int lastCount = 0;
        for (int length = bodyStart; length < file.Length; length++)
        {
            using Stream stream = slow ? new OneByteStream(file[..length]) : new MemoryStream(file[..length]);
            ContainerStreamReader reader = ContainerReader.Sections(stream, "x.pimtrace", ContainerFormat.Trace, Samples.Versions);
            int count = 0;
            while (reader.TryReadNext(out _))
            {
                count++;
            }

            Assert.Equal("PIM0014", reader.Truncation?.Code);
            Assert.Equal(DiagnosticSeverity.Warning, reader.Truncation?.Severity);
            Assert.Contains($"ends at offset {length}", reader.Truncation?.Message, StringComparison.Ordinal);
            Assert.InRange(count, lastCount, lastCount + 1);
            lastCount = count;
        }

        Assert.Equal(3, lastCount);
    }

    [Fact]
    public void Every_changed_byte_is_detected()
    {
        byte[] file = Samples.Small();
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = [.. file];
                damaged[i] ^= mask;
                Diagnostic fault = Samples.Diagnose(() => Samples.Open(damaged));
                Assert.Equal(i switch { < 8 => "PIM0010", < 12 => "PIM0011", < 16 => "PIM0012", _ => "PIM0015" }, fault.Code);
            }
        }
    }

    [Fact]
    public void Bytes_after_the_end_are_PIM0016()
    {
        byte[] file = Samples.Small();
        Diagnostic fault = Samples.Diagnose(() => Samples.Open([.. file, 0]));
        Assert.Equal("PIM0016", fault.Code);
        Assert.Contains($"offset {file.Length}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_missing_or_twice_is_PIM0017()
    {
        ContainerReader reader = Samples.Open(Samples.Small());
        Assert.Contains("missing", Samples.Diagnose(() => reader.Section(9)).Message, StringComparison.Ordinal);
        Diagnostic twice = Samples.Diagnose(() => reader.Section(2));
        Assert.Equal("PIM0017", twice.Code);
        Assert.Contains("twice", twice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(int.MaxValue - 100)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_hostile_stored_length_takes_no_memory(long claim)
    {
        byte[] file = WithFront(Samples.Small(), prefix => BinaryPrimitives.WriteInt64LittleEndian(prefix[8..], claim));
        AssertRefusedCheaply(() => new MemoryStream(file));
        AssertRefusedCheaply(() => new OneByteStream(file));
    }

    [Theory]
    [InlineData(int.MaxValue - 100)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_hostile_unpacked_length_takes_no_memory(long claim)
    {
        byte[] packed = Samples.Repetitive(4_000);
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Network, 1, Samples.Header());
        writer.AddSection(1, packed, compress: true);
        writer.Complete();
        byte[] file = WithFront(stream.ToArray(), prefix => BinaryPrimitives.WriteInt64LittleEndian(prefix[16..], claim));
        AssertRefusedCheaply(() => new MemoryStream(file));
    }

    [Fact]
    public void A_hostile_length_within_the_packed_block_takes_no_memory()
    {
        // ext 32 of 12 bytes, type 99, then int 32 claiming 2^31 - 1 bytes.
        byte[] block = [0xC9, 0, 0, 0, 12, 99, 0xD2, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Lz4Packing.TryUnpack(block, 100));
        Assert.Null(Lz4Packing.TryUnpack([0xC9, 1], 100));
        Assert.Null(Lz4Packing.TryUnpack([], 0));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void A_hostile_header_length_takes_no_memory()
    {
        byte[] file = Samples.Small();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), int.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(36), ContentHash.Crc32(file.AsSpan(0, 36)));
        AssertRefusedCheaply(() => new MemoryStream(file));
        AssertRefusedCheaply(() => new OneByteStream(file));
    }

    private delegate void Change(Span<byte> prefix);

    // Changes the front of the first section and makes its checksum right again.
    private static byte[] WithFront(byte[] file, Change change)
    {
        byte[] copy = [.. file];
        Span<byte> prefix = copy.AsSpan(40 + Samples.Header().Length, 48);
        change(prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[44..], ContentHash.Crc32(prefix[..44]));
        return copy;
    }

    private static void AssertRefusedCheaply(Func<Stream> open)
    {
        using Stream stream = open();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UserErrorException>(() => ContainerReader.Open(stream, "x", ContainerFormat.Network, Samples.Versions));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }
}
