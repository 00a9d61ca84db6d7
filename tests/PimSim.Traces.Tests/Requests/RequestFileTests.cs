using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Traces.Tests.Requests;

public sealed class RequestFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void Repetitions_follow_each_other_in_time()
    {
        string file = Save("r.trace", "0x0 READ 3\n0x40 WRITE 5\n");
        Request[] expected = [new(3, 0, false), new(5, 64, true), new(9, 0, false), new(11, 64, true), new(15, 0, false), new(17, 64, true)];
        using RequestTrace trace = RequestTraces.Open(file, null, new RequestReadOptions { Repeat = 3 });
        Assert.Equal(expected, RequestGen.ReadAll(trace, 1));
        Assert.Equal(trace.TotalBytes, trace.BytesRead);
    }

    [Fact]
    public void Repetitions_of_a_trace_at_cycle_0_stay_there()
    {
        string file = Save("r.trace", "LD 0\nST 64\n");
        using RequestTrace trace = RequestTraces.Open(file, null, new RequestReadOptions { Repeat = 2 });
        Assert.Equal([new(0, 0, false), new(0, 64, true), new(0, 0, false), new(0, 64, true)], RequestGen.ReadAll(trace));
        using RequestTrace empty = RequestTraces.Open(Save("e.trace", ""), null, new RequestReadOptions { Repeat = long.MaxValue });
        Assert.Empty(RequestGen.ReadAll(empty));
    }

    [Fact]
    public void Repetitions_beyond_all_cycles_are_refused()
    {
        string file = Save("r.trace", "0x0 READ 9223372036854775806\n");
        using RequestTrace trace = RequestTraces.Open(file, null, new RequestReadOptions { Repeat = 2 });
        Assert.Equal("PIM0522", Assert.Throws<UserErrorException>(() => RequestGen.ReadAll(trace)).Diagnostics[0].Code);
    }

    [Fact]
    public void Files_are_written_whole_or_not_at_all_and_packed_by_name()
    {
        Request[] requests = RequestGen.Make(500, 8);
        foreach (RequestFormat format in RequestGen.Formats)
        {
            string file = Path.Combine(folder, $"{format}.gz");
            RequestTraceWriter.Write(file, format, null, writer => writer.Add(requests));
            using RequestTrace trace = RequestTraces.Open(file, format);
            Assert.True(trace.IsGzip);
            Assert.Equal(RequestGen.AsKept(format, requests), RequestGen.ReadAll(trace));
        }

        string never = Path.Combine(folder, "never");
        Assert.Throws<InternalErrorException>(() => RequestTraceWriter.Write(never, RequestFormat.DramSim3, null, writer => writer.Add([new(5, 0, false), new(4, 0, false)])));
        Assert.False(File.Exists(never));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string file = Path.Combine(folder, "none");
        Assert.Equal("PIM0021", Assert.Throws<UserErrorException>(() => RequestTraces.Open(file)).Diagnostics[0].Code);
    }

    [Fact]
    public void Reading_allocates_nothing_for_a_request()
    {
        Request[] requests = RequestGen.Make(3 * TraceLimits.ChunkRequests, 9);
        Request[] buffer = new Request[1024];
        foreach (RequestFormat format in RequestGen.Formats)
        {
            using RequestTrace trace = RequestTraces.Open(new MemoryStream(RequestGen.Write(format, requests)), "t", format);
            long count = 0;
            while (count < TraceLimits.ChunkRequests + (TraceLimits.ChunkRequests / 2))
            {
                count += trace.Read(buffer);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            while (trace.Read(buffer) is var more and > 0)
            {
                count += more;
            }

            // The end of a native trace takes a few bytes once.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
            Assert.Equal(requests.Length, count);
        }
    }

    [Theory]
    [InlineData("ddr4_random.trace.gz", 500_000, 250_000, 0)]
    [InlineData("ddr4_random40k.trace.gz", 40_000, 20_000, 0)]
    [InlineData("ddr4_idle.trace.gz", 50_000, 0, 49_999 * 200)]
    [InlineData("hbm2_idle.trace.gz", 50_000, 0, 49_999 * 200)]
    public void Reference_traces_are_read_whole(string name, int count, int writes, long lastCycle)
    {
        using RequestTrace trace = RequestTraces.Open(SharedFolder.Require($"golden/timing/{name}"));
        Assert.Equal(RequestFormat.DramSim3, trace.Format);
        Request[] requests = RequestGen.ReadAll(trace, 4096);
        Assert.Equal(count, requests.Length);
        Assert.InRange(requests.Count(r => r.IsWrite), writes * 99 / 100, writes * 101 / 100);
        Assert.Equal(lastCycle, requests[^1].Cycle);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Throughput_is_shown()
    {
        using RequestTrace golden = RequestTraces.Open(SharedFolder.Require("golden/timing/ddr4_random.trace.gz"));
        Request[] requests = RequestGen.ReadAll(golden, 4096);
        requests = [.. requests.Select((r, i) => r with { Cycle = i * 7L })];
        Request[] buffer = new Request[1024];
        foreach (RequestFormat format in RequestGen.Formats)
        {
            string file = Path.Combine(folder, format.ToString());
            RequestTraceWriter.Write(file, format, null, writer => writer.Add(requests));
            double best = double.MaxValue;
            for (int run = 0; run < 6; run++)
            {
                using RequestTrace trace = RequestTraces.Open(file, format, new RequestReadOptions { Repeat = 8 });
                TimeSpan start = Environment.CpuUsage.UserTime;
                while (trace.Read(buffer) > 0)
                {
                }

                best = Math.Min(best, (Environment.CpuUsage.UserTime - start).TotalNanoseconds / trace.Requests);
                Assert.Equal(8L * requests.Length, trace.Requests);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{format}: {best:F1} ns a request, {new FileInfo(file).Length / (double)requests.Length:F1} bytes");
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Save(string name, string text)
    {
        string file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
