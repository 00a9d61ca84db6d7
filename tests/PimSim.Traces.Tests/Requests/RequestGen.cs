using System.Text;
using CsCheck;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces.Tests.Requests;

/// <summary>Request traces for tests, in memory.</summary>
internal static class RequestGen
{
    public static readonly RequestFormat[] Formats = Enum.GetValues<RequestFormat>();

    /// <summary>Bursts and pauses, strides and random places, runs of reads and writes by turns.</summary>
    public static Request[] Make(int count, uint seed, bool cycles = true)
    {
        PhiloxStream random = new(seed, 2);
        Request[] requests = new Request[count];
        long cycle = 0;
        ulong address = 0;
        for (int i = 0; i < count; i++)
        {
            int mode = i / 300 % 4;
            cycle += !cycles || mode == 0 ? 0 : mode == 1 ? 4 : random.NextInt(1 << (random.NextInt(20) + 1));
            address = mode == 2 ? random.NextUInt64() : unchecked(address + (mode == 3 ? (ulong)random.NextInt(1 << 20) * 64 : 64));
            requests[i] = new Request(cycle, address, mode switch { 0 => false, 1 => true, _ => random.NextInt(2) == 1 });
        }

        return requests;
    }

    /// <summary>Any requests that a trace can hold.</summary>
    public static Gen<Request[]> Any { get; } =
        Gen.Select(Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 1L << 40]), Gen.OneOf(Gen.ULong, Gen.ULong[0, 1 << 20]), Gen.Bool).Array[0, 700].Select(steps =>
        {
            long cycle = 0;
            return steps.Select(s => new Request(cycle += s.Item1, s.Item2, s.Item3)).ToArray();
        });

    public static byte[] Write(RequestFormat format, IReadOnlyList<Request> requests, RequestTraceHeader? header = null, byte[]? data = null)
    {
        using MemoryStream stream = new();
        RequestTraceWriter writer = new(stream, format, header);
        writer.Add([.. requests], data);
        writer.Complete();
        return stream.ToArray();
    }

    public static Request[] Read(byte[] bytes, RequestFormat? format = null, string name = "t.trace", RequestReadOptions? options = null) =>
        Read(new MemoryStream(bytes), format, name, options);

    public static Request[] Read(Stream stream, RequestFormat? format = null, string name = "t.trace", RequestReadOptions? options = null)
    {
        using RequestTrace trace = RequestTraces.Open(stream, name, format, options);
        return ReadAll(trace);
    }

    public static Request[] ReadAll(RequestTrace trace, int batch = 77)
    {
        List<Request> all = [];
        Request[] buffer = new Request[batch];
        while (trace.Read(buffer) is var count and > 0)
        {
            all.AddRange(buffer.AsSpan(0, count));
        }

        Assert.Equal(all.Count, trace.Requests);
        return [.. all];
    }

    public static Request[] ReadText(string text, RequestFormat? format = null, string name = "t.trace", RequestReadOptions? options = null) =>
        Read(Encoding.Latin1.GetBytes(text), format, name, options);

    public static Diagnostic Fault(string text, RequestFormat? format = null, string name = "t.trace", RequestReadOptions? options = null) =>
        Assert.Single(Assert.Throws<UserErrorException>(() => ReadText(text, format, name, options)).Diagnostics);

    /// <summary>What a format keeps of a request.</summary>
    public static Request[] AsKept(RequestFormat format, Request[] requests) =>
        RequestFormats.KeepsCycles(format) ? requests : [.. requests.Select(r => r with { Cycle = 0 })];
}
