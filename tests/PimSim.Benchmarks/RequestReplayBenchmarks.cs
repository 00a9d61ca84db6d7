using BenchmarkDotNet.Attributes;
using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Benchmarks;

/// <summary>The request controller alone, no file and no parsing: 100,000 requests an operation.</summary>
[MemoryDiagnoser]
public class RequestReplayBenchmarks
{
    private const int Count = 100_000;

    private RequestReplay replay = new(DeviceModelLoader.Load("ddr4-2400-validation", []));
    private Request[] requests = [];

    /// <summary>Reads in order; random reads and writes; always another row of one bank; one random read in 200 cycles.</summary>
    [Params("stream", "random", "conflict", "idle")]
    public string Traffic { get; set; } = "stream";

    /// <summary>Memory.</summary>
    [Params("ddr4-2400-validation", "hbm2-2000-validation", "hbm2-2000")]
    public string Device { get; set; } = "ddr4-2400-validation";

    /// <summary>Makes the requests.</summary>
    [GlobalSetup]
    public void Setup()
    {
        DeviceModel model = DeviceModelLoader.Load(Device, []);
        replay = new RequestReplay(model);
        AddressMapping mapping = model.Controller.Mapping!;
        ulong burst = (ulong)model.Organization.AccessBits / 8;
        requests = [.. Enumerable.Range(0, Count).Select(i => Make(i, burst, mapping, model.Organization))];
    }

    /// <summary>Replays them all.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public long Replay()
    {
        using var source = new ArraySource(requests);
        return replay.Run(source, default(NullRequestObserver), null, CancellationToken.None).Cycles;
    }

    private Request Make(int i, ulong burst, AddressMapping mapping, Organization o)
    {
        (uint word, uint other, _, _) = Philox.Block(1, (ulong)i, 0);
        ulong random = (((ulong)other << 32) | word) & ~(burst - 1);
        return Traffic switch
        {
            "stream" => new Request(0, (ulong)i * burst, false),
            "random" => new Request(0, random, (word & 1) != 0),
            "conflict" => new Request(0, mapping.Encode(new RequestPlace(0, 0, 0, 0, i % o.Rows, 0)), false),
            _ => new Request(i * 200L, random, false),
        };
    }

    private sealed class ArraySource(Request[] requests) : IRequestSource
    {
        private int next;

        public int Read(Span<Request> buffer)
        {
            int n = Math.Min(buffer.Length, requests.Length - next);
            requests.AsSpan(next, n).CopyTo(buffer);
            next += n;
            return n;
        }

        public void Dispose()
        {
        }
    }
}
