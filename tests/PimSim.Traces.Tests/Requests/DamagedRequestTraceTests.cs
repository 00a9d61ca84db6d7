using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Requests;

public sealed class DamagedRequestTraceTests
{
    [Fact]
    public void A_cut_native_trace_gives_its_whole_chunks_and_says_so()
    {
        Request[] requests = RequestGen.Make(TraceLimits.ChunkRequests + 300, 1);
        byte[] bytes = RequestGen.Write(RequestFormat.Native, requests);
        using RequestTrace trace = RequestTraces.Open(new MemoryStream(bytes, 0, bytes.Length - 70), "t");
        Assert.Equal(requests[..TraceLimits.ChunkRequests], RequestGen.ReadAll(trace));
        Assert.Equal("PIM0014", trace.Truncation?.Code);
    }

    [Fact]
    public void A_cut_anywhere_gives_a_prefix_or_a_user_error()
    {
        Request[] requests = RequestGen.Make(40, 2);
        foreach (RequestFormat format in RequestGen.Formats)
        {
            byte[] bytes = RequestGen.Write(format, requests);
            Request[] kept = RequestGen.AsKept(format, requests);
            for (int length = 0; length < bytes.Length; length++)
            {
                try
                {
                    Request[] found = RequestGen.Read(bytes[..length], format);

                    // A number that was cut reads as a shorter one: text has no checksum.
                    int sure = Math.Max(0, found.Length - 1);
                    Assert.Equal(kept[..sure], found[..sure]);
                }
                catch (UserErrorException)
                {
                    Assert.True(length < bytes.Length);
                }
            }
        }
    }

    [Fact]
    public void A_cut_gzip_is_refused_wherever_it_is_cut()
    {
        byte[] zipped = RequestRoundTripTests.Zip(RequestGen.Write(RequestFormat.DramSim3, RequestGen.Make(60, 3)));
        for (int length = 2; length < zipped.Length; length++)
        {
            byte[] cut = zipped[..length];
            UserErrorException e = Assert.Throws<UserErrorException>(() => RequestGen.Read(cut, RequestFormat.DramSim3));
            Assert.True(e.Diagnostics[0].Code is "PIM0525" or "PIM0521" or "PIM0524", e.Message);
        }

        zipped[zipped.Length / 2] ^= 0x40;
        Assert.Throws<UserErrorException>(() => RequestGen.Read(zipped, RequestFormat.DramSim3));
    }

    [Fact]
    public void A_flipped_bit_in_a_native_trace_is_noticed()
    {
        byte[] bytes = RequestGen.Write(RequestFormat.Native, RequestGen.Make(40, 4));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<UserErrorException>(() => RequestGen.Read(damaged, RequestFormat.Native));
        }
    }

    [Fact]
    public void Changed_bytes_of_text_are_read_or_refused() => Mutations(RequestFormat.DramSim3, RequestFormat.DramSys, RequestFormat.Ramulator, RequestFormat.DramSysRelative);

    [Fact]
    public void Chunks_with_changed_bytes_and_right_checksums_are_read_or_refused()
    {
        byte[] chunk = new byte[RequestChunk.MaximumBytes];
        int length = RequestChunk.Encode(RequestGen.Make(600, 5), chunk) + RequestChunk.PaddingBytes;
        Gen.Select(Gen.Int[0, 4000], Gen.Byte).Array[1, 3].ForEach(3000, changes =>
        {
            byte[] content = chunk[..length];
            foreach ((int at, byte value) in changes)
            {
                content[at < 2000 ? at % 40 : at % length] = value;
            }

            ReadOrRefuse(WithChunk(content), RequestFormat.Native, "PIM0526");
        });
    }

    [Fact]
    public void Chunks_of_random_bytes_are_refused() => Gen.Byte.Array[0, 100].ForEach(500, content =>
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => RequestGen.Read(WithChunk(content)));
        Assert.Equal("PIM0526", e.Diagnostics[0].Code);
    });

    [Fact]
    public void Chunks_out_of_order_are_refused()
    {
        byte[] late = Chunk([new Request(9, 0, false)]);
        byte[] early = Chunk([new Request(8, 0, false)]);
        UserErrorException e = Assert.Throws<UserErrorException>(() => RequestGen.Read(WithChunk(late, early)));
        Assert.Equal("PIM0524", e.Diagnostics[0].Code);
    }

    [Fact]
    public void Kinds_of_native_traces_are_told_apart()
    {
        byte[] requests = RequestGen.Write(RequestFormat.Native, RequestGen.Make(10, 6));
        using MemoryStream stream = new(requests);
        Assert.Equal("PIM0501", Assert.Throws<UserErrorException>(() => new CommandTraceReader(stream, "t").Dispose()).Diagnostics[0].Code);
        byte[] commands = TraceGen.Write(TraceGen.Make(10, 6));
        Assert.Equal("PIM0501", Assert.Throws<UserErrorException>(() => RequestGen.Read(commands)).Diagnostics[0].Code);
    }

    [Fact]
    public void Sections_and_headers_of_other_kinds_are_refused()
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, TraceLimits.Version, RequestHeaderCodec.Encode(new RequestTraceHeader()));
        writer.AddSection(7, [1]);
        writer.Complete();
        Assert.Equal("PIM0503", Assert.Throws<UserErrorException>(() => RequestGen.Read(stream.ToArray())).Diagnostics[0].Code);
        using MemoryStream other = new();
        new ContainerWriter(other, ContainerFormat.Trace, TraceLimits.Version, RequestHeaderCodec.Encode(new RequestTraceHeader { DataBytes = -1 })).Complete();
        Assert.Equal("PIM0500", Assert.Throws<UserErrorException>(() => RequestGen.Read(other.ToArray())).Diagnostics[0].Code);
    }

    private static void Mutations(params RequestFormat[] formats)
    {
        foreach (RequestFormat format in formats)
        {
            byte[] text = RequestGen.Write(format, RequestGen.Make(30, 7));
            Gen.Select(Gen.Int[0, text.Length - 1], Gen.OneOf(Gen.Byte, Gen.Char["0xRWr :,()\n\t#"].Select(c => (byte)c))).Array[1, 4].ForEach(800, changes =>
            {
                byte[] changed = [.. text];
                foreach ((int at, byte value) in changes)
                {
                    changed[at] = value;
                }

                ReadOrRefuse(changed, format, "PIM0521", "PIM0522", "PIM0524", "PIM0525", "PIM0527");
            });
        }
    }

    private static void ReadOrRefuse(byte[] bytes, RequestFormat format, params string[] codes)
    {
        try
        {
            Assert.InRange(RequestGen.Read(bytes, format).Length, 0, 700);
        }
        catch (UserErrorException e)
        {
            Assert.Contains(e.Diagnostics[0].Code, codes, StringComparer.Ordinal);
        }
    }

    private static byte[] Chunk(Request[] requests)
    {
        byte[] chunk = new byte[RequestChunk.MaximumBytes];
        return chunk[..(RequestChunk.Encode(requests, chunk) + RequestChunk.PaddingBytes)];
    }

    private static byte[] WithChunk(params byte[][] chunks)
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, TraceLimits.Version, RequestHeaderCodec.Encode(new RequestTraceHeader()));
        foreach (byte[] chunk in chunks)
        {
            writer.AddSection(TraceLimits.RequestChunkSection, chunk);
        }

        writer.Complete();
        return stream.ToArray();
    }
}
