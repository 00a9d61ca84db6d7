using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Page policies, refresh and power-down by what commands they lead to.</summary>
public sealed class PolicyTests
{
    private const ulong Row = 131_072;

    [Fact]
    public void Closed_pages_end_with_auto_precharge_and_only_then()
    {
        (_, RequestRecorder c) = Run("ddr4-2400-validation", "controller.pagePolicy=closed", new Request(0, 0, false), new Request(0, 64, false), new Request(500, 0, true));
        Assert.Equal(["ACT", "RD", "RDA", "ACT", "WRA"], Names(c));
    }

    [Fact]
    public void Capped_pages_are_closed_after_so_many_accesses()
    {
        Request[] requests = [.. Enumerable.Range(0, 6).Select(i => new Request(0, (ulong)i * 64, false))];
        (_, RequestRecorder c) = Run("ddr4-2400-validation", "controller.pagePolicy=capped controller.rowAccessCap=3", requests);
        Assert.Equal(["ACT", "RD", "RD", "RDA", "ACT", "RD", "RD", "RDA"], Names(c));
    }

    [Fact]
    public void Adaptive_pages_close_when_idle_and_learn()
    {
        // Always another row, long after: closing early is right, and the time until it shrinks.
        Request[] apart = [.. Enumerable.Range(0, 30).Select(i => new Request(i * 300, Row * (ulong)i, false))];
        (ReplayResult r, RequestRecorder c) = Run("ddr4-2400-validation", "controller.pagePolicy=adaptive controller.rowIdle=128", apart);
        Assert.Equal(0, r.RowConflicts);
        Assert.Equal(29, c.Commands.Count(x => x.Command == Ddr4.Id("PREpb")));

        // The same row a little later than the bank waits: it learns to keep it open.
        Request[] again = [.. Enumerable.Range(0, 30).Select(i => new Request(i * 300, (ulong)(i % 64) * 64, false))];
        (ReplayResult kept, _) = Run("ddr4-2400-validation", "controller.pagePolicy=adaptive controller.rowIdle=128", again);
        Assert.InRange(kept.RowMisses, 1, 4);
        Assert.InRange(kept.RowHits, 26, 29);
    }

    [Fact]
    public void Refreshes_that_are_put_off_are_made_up_for_when_idle()
    {
        // Busy for five intervals, then quiet.
        Request[] requests = [.. Enumerable.Range(0, 5 * 9360 / 50).Select(i => new Request(i * 50, Row * (ulong)i, false)), new Request((12 * 9360) + 3000, 0, false)];
        (_, RequestRecorder plain) = Run("ddr4-2400-validation", "refresh.postpone=0", requests);
        (_, RequestRecorder later) = Run("ddr4-2400-validation", "refresh.postpone=4", requests);
        int refresh = Ddr4.Id("REFab");
        Assert.Equal(plain.Commands.Count(c => c.Command == refresh), later.Commands.Count(c => c.Command == refresh));
        Assert.True(later.Commands.Count(c => c.Command == refresh && c.Cycle < 4 * 9360) < plain.Commands.Count(c => c.Command == refresh && c.Cycle < 4 * 9360));
    }

    [Fact]
    public void A_busy_rank_is_refreshed_all_the_same()
    {
        // The reads of one row never end; a refresh a cycle late would show as a deadline missed.
        var hot = new CountedSource(40_000, i => new Request(0, (ulong)(i % 128) * 64, false));
        DeviceModel model = Model("ddr4-2400-validation", "");
        var verifier = new Traces.CommandVerifier(model);
        ReplayResult r = new RequestReplay(model).Run(hot, new VerifyingObserver(verifier), null, TestContext.Current.CancellationToken);
        Assert.Equal(0, verifier.Finish(r.Cycles).Violations);
        Assert.Equal(r.Cycles / 9360, Replays.Count(model, r, "REFab"));
    }

    [Fact]
    public void Per_bank_refresh_takes_every_bank_in_turn_and_leaves_the_others_working()
    {
        Request[] requests = [.. Enumerable.Range(0, 3000).Select(i => new Request(i * 4, (ulong)i * 32, false))];
        (_, RequestRecorder c) = Run("hbm2-2000", "organization.channels=1 organization.pseudoChannels=1 refresh.policy=per-bank", requests);
        DeviceModel model = Model("hbm2-2000", "refresh.policy=per-bank");
        int[] refreshed = [.. c.Commands.Where(x => x.Command == model.Id("REFpb")).Select(x => (int)x.Operands.Bank)];
        Assert.True(refreshed.Length > 32);
        Assert.Equal(Enumerable.Range(0, refreshed.Length).Select(i => i % 16), refreshed);
        Assert.DoesNotContain(c.Commands, x => x.Command == model.Id("REFab"));
    }

    [Fact]
    public void An_idle_rank_powers_down_and_wakes_for_requests_and_refreshes()
    {
        (ReplayResult r, RequestRecorder c) = Run("ddr4-2400-validation", "powerDown.policy=power-down powerDown.idle=100", new Request(0, 0, false), new Request(20_000, 64, false));
        Assert.Equal(["ACT", "RD", "PDEA", "PDXA", "PREab", "REFab", "PDEP", "PDXP", "REFab", "PDEP", "PDXP", "ACT", "RD"], Names(c));
        Assert.True(r.Ranks[0][RankPower.PrechargedPowerDown] > 5000);
        Assert.True(r.Ranks[0][RankPower.ActivePowerDown] > 5000);
    }

    [Fact]
    public void A_rank_that_stays_idle_refreshes_itself()
    {
        (ReplayResult r, RequestRecorder c) = Run(
            "ddr4-2400-validation", "powerDown.policy=self-refresh powerDown.idle=100 powerDown.selfRefreshIdle=2000", new Request(0, 0, false), new Request(1_000_000, 64, false));
        Assert.Equal(["ACT", "RD", "PDEA", "PDXA", "PREab", "SREFEN", "SREFEX", "ACT", "RD"], Names(c));
        Assert.True(r.Ranks[0][RankPower.SelfRefresh] > 990_000);
    }

    private static DeviceModel Ddr4 => Model("ddr4-2400-validation", "");

    private static string[] Names(RequestRecorder c) => [.. c.Commands.Select(x => Ddr4.Standard.Commands[x.Command].Name)];

    private static DeviceModel Model(string name, string settings) => DeviceModelLoader.Load(name, settings.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static (ReplayResult Result, RequestRecorder Commands) Run(string name, string settings, params Request[] requests) =>
        Replays.Run(Model(name, (name.StartsWith("ddr4", StringComparison.Ordinal) ? "controller.mapping=row:bank:bank-group:column " : "") + settings), requests);
}
