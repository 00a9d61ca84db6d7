using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>The scheduler for open pages against the one that knows all policies: the same commands, the same accounts.</summary>
public sealed class OpenPageTests
{
    private static readonly string[] Models =
        ["ddr4-2400", "ddr4-2400-validation", "hbm2-2000", "hbm2-2000-validation", "lpddr5-6400", "gddr6-14000"];

    private static readonly Gen<string> Settings =
        Gen.Select(Gen.Int[1, 40], Gen.Int[2, 40], Gen.Int[0, 6], Gen.Int[10, 3000], Gen.Bool, Gen.Bool).Select((reads, writes, hits, age, forward, refresh) =>
            $"controller.readQueue={reads} controller.writeQueue={writes} controller.drainStart={(writes / 2) + 1} controller.drainStop={writes / 4} " +
            $"controller.rowHitCap={hits} controller.ageLimit={age} controller.forwarding={(forward ? "true" : "false")} refresh.policy={(refresh ? "all-bank" : "none")} " +
            "controller.scheduler=fr-fcfs controller.pagePolicy=open controller.queues=separate powerDown.policy=none refresh.postpone=0");

    // Few rows and columns, so that hits, conflicts, and two requests for one burst are common; gaps now and then.
    private static readonly Gen<Request[]> Traffic =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 800].Array[20, 500], Gen.UInt.Array[500], Gen.Int[0, 100], Gen.Int[1, 6])
        .Select((density, gaps, addresses, writes, rowBits) =>
        {
            long cycle = 0;
            return gaps.Select((gap, i) =>
            {
                cycle += density == 0 ? 0 : gap < 10 * density ? gap * 60L : gap == 800 ? 3_000_000 : gap / 40;
                ulong row = addresses[i] & ((1U << rowBits) - 1);
                ulong address = (row << 22) | ((ulong)((addresses[i] >> 6) & 0x7FF) << 5);
                return new Request(cycle, address, (addresses[i] >> 17) % 100 < writes);
            }).ToArray();
        });

    [Fact]
    public void Same_commands_and_accounts_as_the_scheduler_that_knows_all_policies() =>
        Gen.Select(Gen.Int[0, Models.Length - 1], Settings, Traffic).Select((m, s, t) => (m, s, t)).ForEach(150, v =>
        {
            DeviceModel model = DeviceModelLoader.Load(Models[v.m], v.s.Split(' '));
            AssertFast(model);
            (ReplayResult fast, RequestRecorder commands) = Run(model, v.t, reference: false);
            (ReplayResult slow, RequestRecorder expected) = Run(model, v.t, reference: true);
            Assert.Equal(expected.Commands, commands.Commands);
            AssertEqual(slow, fast);
            Replays.Check(model, fast, commands.Verifier.Finish(fast.Cycles), v.t.Count(r => !r.IsWrite), v.t.Count(r => r.IsWrite));
        });

    [Fact]
    public void Watching_changes_nothing()
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-validation", []);
        Traffic.ForEach(20, t => AssertEqual(
            Run(model, t, reference: false).Result,
            new RequestReplay(model).Run(new ListSource(t), default(NullRequestObserver), null, TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("controller.pagePolicy=closed")]
    [InlineData("controller.scheduler=fcfs")]
    [InlineData("controller.queues=shared")]
    [InlineData("powerDown.policy=power-down")]
    [InlineData("refresh.postpone=2")]
    [InlineData("organization.ranks=2")]
    public void Other_policies_are_left_to_the_other_scheduler(string setting) => Assert.Null(Compile(DeviceModelLoader.Load("ddr4-2400", [setting])));

    private static void AssertFast(DeviceModel model) => Assert.NotNull(Compile(model));

    private static OpenPageRules? Compile(DeviceModel model) => OpenPageRules.Compile(model, new TimingTable(model), new CommandRoles(model.Standard));

    private static (ReplayResult Result, RequestRecorder Recorder) Run(DeviceModel model, Request[] requests, bool reference)
    {
        RequestRecorder recorder = RequestRecorder.Create(model);
        return (new RequestReplay(model) { Reference = reference }.Run(new ListSource(requests), recorder, null, TestContext.Current.CancellationToken), recorder);
    }

    private static void AssertEqual(ReplayResult a, ReplayResult b)
    {
        Assert.Equal((a.Reads, a.Writes, a.ForwardedReads, a.Cycles, a.RowHits, a.RowMisses, a.RowConflicts), (b.Reads, b.Writes, b.ForwardedReads, b.Cycles, b.RowHits, b.RowMisses, b.RowConflicts));
        Assert.Equal(a.Commands, b.Commands);
        Assert.Equal(a.Banks, b.Banks);
        Assert.Equal(a.ReadLatency.Entries(), b.ReadLatency.Entries());
        Assert.Equal(a.WriteLatency.Entries(), b.WriteLatency.Entries());
        Assert.Equal(a.Ranks.Select(r => r.ByState), b.Ranks.Select(r => r.ByState));
    }
}
