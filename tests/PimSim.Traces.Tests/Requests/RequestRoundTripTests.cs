using System.IO.Compression;
using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Requests;

public sealed class RequestRoundTripTests
{
    [Fact]
    public void Every_format_gives_back_what_it_keeps() => RequestGen.Any.ForEach(60, requests =>
    {
        foreach (RequestFormat format in RequestGen.Formats)
        {
            byte[] bytes = RequestGen.Write(format, requests);
            Assert.Equal(bytes, RequestGen.Write(format, requests));
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.Read(bytes, format));
        }
    });

    [Fact]
    public void The_format_is_told_without_being_named()
    {
        Request[] requests = RequestGen.Make(1000, 5);
        foreach (RequestFormat format in RequestGen.Formats)
        {
            string name = format == RequestFormat.DramSysRelative ? "t.rstl" : "t.txt";
            using RequestTrace trace = RequestTraces.Open(new MemoryStream(RequestGen.Write(format, requests)), name);
            Assert.Equal(format, trace.Format);
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.ReadAll(trace));
        }
    }

    [Fact]
    public void Long_traces_cross_buffers_and_chunks()
    {
        Request[] requests = RequestGen.Make(TraceLimits.ChunkRequests + 1000, 6);
        foreach (RequestFormat format in RequestGen.Formats)
        {
            byte[] bytes = RequestGen.Write(format, requests);
            using RequestTrace trace = RequestTraces.Open(new MemoryStream(bytes), "t", format);
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.ReadAll(trace, 4096));
            Assert.Equal(bytes.Length, trace.BytesRead);
            Assert.Equal(bytes.Length, trace.TotalBytes);
        }
    }

    [Fact]
    public void One_byte_at_a_time_and_gzip_give_the_same()
    {
        Request[] requests = RequestGen.Make(400, 7);
        foreach (RequestFormat format in RequestGen.Formats)
        {
            byte[] bytes = RequestGen.Write(format, requests);
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.Read(new OneByteStream(bytes), format));
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.Read(new OneByteStream(Zip(bytes)), format));
        }
    }

    [Fact]
    public void Write_data_travel_through_native_and_dramsys() => Gen.Select(RequestGen.Any, Gen.Int[1, 64], Gen.UInt).ForEach(20, (Action<(Request[], int, uint)>)(sample =>
    {
        (Request[] requests, int dataBytes, uint seed) = sample;
        PhiloxStream random = new(seed, 3);
        byte[] data = new byte[requests.Count(r => r.IsWrite) * dataBytes];
        foreach (ref byte value in data.AsSpan())
        {
            value = (byte)random.NextUInt32();
        }

        RequestTraceHeader header = new() { DataBytes = dataBytes };
        foreach (RequestFormat format in new[] { RequestFormat.Native, RequestFormat.DramSys, RequestFormat.DramSysRelative })
        {
            using RequestTrace trace = RequestTraces.Open(new MemoryStream(RequestGen.Write(format, requests, header, data)), "t", format, new RequestReadOptions { KeepData = true });
            List<byte> found = [];
            List<Request> foundRequests = [];
            Request[] buffer = new Request[100];
            while (trace.Read(buffer) is var count and > 0)
            {
                foundRequests.AddRange(buffer.AsSpan(0, count));
                found.AddRange(trace.WriteData);
            }

            Assert.Equal(requests, foundRequests);
            Assert.Equal(data, found);
        }
    }));

    [Fact]
    public void Native_is_much_smaller_than_text()
    {
        Request[] stream = [.. Enumerable.Range(0, 100_000).Select(i => new Request(0, (ulong)i * 64, false))];
        Assert.InRange(RequestGen.Write(RequestFormat.Native, stream).Length, 1, 20_000);
    }

    internal static byte[] Zip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
