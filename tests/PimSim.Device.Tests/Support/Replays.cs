using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>Replays with everything watched: legal, complete, and with sums that fit.</summary>
internal static class Replays
{
    public static (ReplayResult Result, RequestRecorder Recorder) Run(DeviceModel model, params Request[] requests)
    {
        RequestRecorder recorder = RequestRecorder.Create(model);
        ReplayResult result = new RequestReplay(model).Run(new ListSource(requests), recorder, null, TestContext.Current.CancellationToken);
        Check(model, result, recorder.Verifier.Finish(result.Cycles), requests.Count(r => !r.IsWrite), requests.Count(r => r.IsWrite));
        return (result, recorder);
    }

    /// <summary>What every replay must keep.</summary>
    public static void Check(DeviceModel model, ReplayResult result, VerificationResult verified, long reads, long writes)
    {
        Assert.True(verified.Violations == 0, string.Join("; ", verified.Details.Take(3)));
        Assert.Equal(reads, result.Reads);
        Assert.Equal(writes, result.Writes);
        Assert.Equal(reads - result.ForwardedReads, Count(model, result, "RD") + Count(model, result, "RDA"));
        Assert.Equal(writes, Count(model, result, "WR") + Count(model, result, "WRA"));
        Assert.Equal(reads + writes - result.ForwardedReads, result.RowHits + result.RowMisses + result.RowConflicts);
        Assert.Equal(reads, result.ReadLatency.Count);
        Assert.Equal(writes, result.WriteLatency.Count);
        Assert.Equal(Count(model, result, "ACT"), result.Banks.Sum(b => b.Activates));
        Assert.All(result.Ranks, r => Assert.Equal(result.Cycles, r.ByState.Sum()));
        Assert.All(result.Banks, b => Assert.InRange(b.OpenCycles, 0, result.Cycles));
    }

    public static long Count(DeviceModel model, ReplayResult result, string command) =>
        model.Standard.FindCommand(command) is int id and >= 0 ? result.Commands[id] : 0;
}
