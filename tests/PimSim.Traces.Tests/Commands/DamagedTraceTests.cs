using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Commands;

public sealed class DamagedTraceTests
{
    private static readonly TracedCommand[] Long = TraceGen.Make((2 * TraceLimits.ChunkCommands) + 100, 3);
    private static readonly byte[] LongBytes = TraceGen.Write(Long);

    [Fact]
    public void A_cut_file_gives_its_whole_chunks_and_says_so()
    {
        (int count, Diagnostic? truncation) = ReadPrefix(LongBytes, LongBytes.Length - 1);
        Assert.Equal(Long.Length, count);
        Assert.Equal("PIM0014", truncation?.Code);

        (count, truncation) = ReadPrefix(LongBytes, LongBytes.Length - 200);
        Assert.Equal(2 * TraceLimits.ChunkCommands, count);
        Assert.Equal("PIM0014", truncation?.Code);
    }

    [Fact]
    public void A_cut_anywhere_gives_a_prefix_or_a_user_error()
    {
        byte[] bytes = TraceGen.Write(TraceGen.Make(40, 4));
        for (int length = 0; length < bytes.Length; length++)
        {
            try
            {
                (int count, Diagnostic? truncation) = ReadPrefix(bytes, length);
                Assert.NotNull(truncation);
                Assert.True(count is 0 or 40, $"{count} commands of a cut at {length}");
            }
            catch (UserErrorException e)
            {
                Assert.Equal("PIM0013", e.Diagnostics[0].Code.Replace("PIM0010", "PIM0013", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        byte[] bytes = TraceGen.Write(TraceGen.Make(40, 4));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<UserErrorException>(() => ReadPrefix(damaged, damaged.Length));
        }
    }

    [Fact]
    public void A_flipped_bit_in_a_long_file_is_noticed() => Gen.Int[0, LongBytes.Length - 1].ForEach(30, i =>
    {
        byte[] damaged = [.. LongBytes];
        damaged[i] ^= 0x10;
        Assert.Throws<UserErrorException>(() => ReadPrefix(damaged, damaged.Length));
    });

    [Fact]
    public void Chunks_of_random_bytes_with_right_checksums_are_refused() => Gen.Byte.Array[0, 200].ForEach(500, content =>
    {
        byte[] bytes = WithChunk(content);
        UserErrorException e = Assert.Throws<UserErrorException>(() => ReadPrefix(bytes, bytes.Length));
        Assert.Equal("PIM0502", e.Diagnostics[0].Code);
    });

    [Fact]
    public void Chunks_with_a_changed_byte_and_right_checksums_are_read_or_refused() => Gen.Select(Gen.Int[0, 4000], Gen.Byte).ForEach(2000, change =>
    {
        TraceChunk chunk = new();
        foreach (TracedCommand traced in TraceGen.Make(30, 8))
        {
            chunk.Commands.Add(traced.Command);
            chunk.PayloadLengths.Add(traced.Payload.Length);
            chunk.Payload.Write(traced.Payload.Span);
        }

        byte[] content = new ChunkEncoder().Encode(chunk).ToArray();
        content[change.Item1 % content.Length] = change.Item2;
        byte[] bytes = WithChunk(content);
        try
        {
            Assert.Equal(30, ReadPrefix(bytes, bytes.Length).Count);
        }
        catch (UserErrorException e)
        {
            Assert.True(e.Diagnostics[0].Code is "PIM0502" or "PIM0504", e.Message);
        }
    });

    [Fact]
    public void A_chunk_that_claims_much_takes_little_memory()
    {
        // An array header that claims 2^31 columns, and one whose count claims 2^31 commands.
        byte[][] claims = [[0xDD, 0x7F, 0xFF, 0xFF, 0xFF], [0xDC, 0x00, ChunkEncoder.Members, 0xCE, 0x7F, 0xFF, 0xFF, 0xFF, .. Enumerable.Repeat((byte)0xC0, 40)]];
        foreach (byte[] claim in claims)
        {
            byte[] bytes = WithChunk(claim);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<UserErrorException>(() => ReadPrefix(bytes, bytes.Length));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Headers_of_random_bytes_are_refused() => Gen.Byte.Array[0, 100].ForEach(300, header =>
    {
        using MemoryStream stream = new();
        new ContainerWriter(stream, ContainerFormat.Trace, TraceLimits.Version, header).Complete();
        UserErrorException e = Assert.Throws<UserErrorException>(() => ReadPrefix(stream.ToArray(), (int)stream.Length));
        Assert.Equal("PIM0500", e.Diagnostics[0].Code);
    });

    [Fact]
    public void A_trace_of_another_kind_is_refused()
    {
        byte[] header = HeaderCodec.Encode(TraceGen.Header());
        int at = header.AsSpan().IndexOf("commands"u8);
        "requests"u8.CopyTo(header.AsSpan(at));
        using MemoryStream stream = new();
        new ContainerWriter(stream, ContainerFormat.Trace, TraceLimits.Version, header).Complete();
        UserErrorException e = Assert.Throws<UserErrorException>(() => ReadPrefix(stream.ToArray(), (int)stream.Length));
        Assert.Equal("PIM0501", e.Diagnostics[0].Code);
    }

    [Fact]
    public void A_section_of_another_kind_is_refused()
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, TraceLimits.Version, HeaderCodec.Encode(TraceGen.Header()));
        writer.AddSection(7, [1, 2, 3]);
        writer.Complete();
        UserErrorException e = Assert.Throws<UserErrorException>(() => ReadPrefix(stream.ToArray(), (int)stream.Length));
        Assert.Equal("PIM0503", e.Diagnostics[0].Code);
    }

    [Fact]
    public void Cycles_that_go_backwards_are_refused()
    {
        TraceChunk chunk = new();
        chunk.Commands.Add(new(9, 0, 0, 0, 0, default));
        chunk.Commands.Add(new(8, 0, 0, 0, 0, default));
        chunk.PayloadLengths.AddRange([0, 0]);
        byte[] bytes = WithChunk(new ChunkEncoder().Encode(chunk).ToArray());
        UserErrorException e = Assert.Throws<UserErrorException>(() => ReadPrefix(bytes, bytes.Length));
        Assert.Equal("PIM0504", e.Diagnostics[0].Code);
    }

    private static (int Count, Diagnostic? Truncation) ReadPrefix(byte[] bytes, int length)
    {
        using MemoryStream stream = new(bytes, 0, length);
        using CommandTraceReader reader = new(stream, "t.pimtrace");
        int count = reader.ReadAll(TestContext.Current.CancellationToken).Count();
        return (count, reader.Truncation);
    }

    private static byte[] WithChunk(byte[] content)
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, TraceLimits.Version, HeaderCodec.Encode(TraceGen.Header()));
        writer.AddSection(TraceLimits.ChunkSection, content);
        writer.Complete();
        return stream.ToArray();
    }
}
