namespace PimSim.Cluster.Tests.Grains;

/// <summary>The books of a sweep.</summary>
public sealed class SweepLedgerTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private readonly ManualTime time = new();

    [Fact]
    public void Workers_share_what_is_left_and_what_ends_is_told_once()
    {
        SweepLedger ledger = With(8);
        Assert.Empty(ledger.Exchange(Report("b", wanted: 0)));
        WirePoint[] first = ledger.Exchange(Report("a", wanted: 100));
        Assert.Equal(["p0", "p1"], first.Select(p => p.Key), StringComparer.Ordinal);
        ledger.Exchange(Report("a", wanted: 0, held: ["p1"], ended: [new PointEnd("p0", PointEndKind.Stored), new PointEnd("p0", PointEndKind.Stored)]));
        Assert.Equal(["p0"], ledger.Ends(0, 10).Select(e => e.Key), StringComparer.Ordinal);
        Assert.Empty(ledger.Ends(1, 10));
        SweepState state = ledger.State();
        Assert.Equal((6, 1, 1, 0), (state.Waiting, state.Running, state.Done, state.Failed));
        Assert.Equal(["a", "b"], state.Workers.Select(w => w.Name), StringComparer.Ordinal);
        Assert.Equal(1, state.Workers[0].Done);
    }

    [Fact]
    public void An_answer_that_was_lost_is_given_again()
    {
        SweepLedger ledger = With(2);
        Assert.Equal("p0", Assert.Single(ledger.Exchange(Report("a", wanted: 1))).Key);
        Assert.Equal("p0", Assert.Single(ledger.Exchange(Report("a", wanted: 1, held: []))).Key);
    }

    [Fact]
    public void What_a_younger_ledger_does_not_know_is_learnt_from_workers()
    {
        SweepLedger ledger = With(3);
        ledger.Exchange(Report("a", wanted: 0, held: ["p1", "of another sweep"]));
        Assert.Equal((2, 1), (ledger.State().Waiting, ledger.State().Running));
        Assert.Equal("p0", Assert.Single(ledger.Exchange(Report("b", wanted: 1))).Key);
    }

    [Fact]
    public void Points_of_a_silent_or_dead_worker_go_to_others()
    {
        SweepLedger ledger = With(4);
        ledger.Exchange(Report("a", wanted: 1));
        ledger.DropLost(_ => false);
        Assert.Equal(1, ledger.State().Running);
        time.Advance(Silence + TimeSpan.FromSeconds(1));
        ledger.DropLost(_ => false);
        Assert.Equal((4, 0), (ledger.State().Waiting, ledger.State().Running));
        Assert.Equal("p0", Assert.Single(ledger.Exchange(Report("b", wanted: 1))).Key);
        ledger.DropLost(silo => silo == "b");
        Assert.Equal((4, 0), (ledger.State().Waiting, ledger.State().Running));
        Assert.Empty(ledger.State().Workers);
    }

    [Fact]
    public void A_point_that_is_given_back_waits_a_moment()
    {
        SweepLedger ledger = With(1);
        ledger.Exchange(Report("a", wanted: 1));
        Assert.Empty(ledger.Exchange(Report("a", wanted: 1, ended: [new PointEnd("p0", PointEndKind.Returned)])));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(ledger.Exchange(Report("b", wanted: 1)));
    }

    [Fact]
    public void A_result_that_the_store_lost_is_wanted_again()
    {
        SweepLedger ledger = With(1);
        ledger.Exchange(Report("a", wanted: 1));
        ledger.Exchange(Report("a", wanted: 0, ended: [new PointEnd("p0", PointEndKind.Stored)]));
        ledger.Add(new WirePoint("p0", "{}"), again: false);
        Assert.False(ledger.HasWork);
        ledger.Add(new WirePoint("p0", "{}"), again: true);
        Assert.True(ledger.HasWork);
        Assert.Equal(0, ledger.State().Done);
        ledger.Exchange(Report("a", wanted: 1));
        ledger.Exchange(Report("a", wanted: 0, ended: [new PointEnd("p0", PointEndKind.SetAside, "why")]));
        Assert.Equal("why", Assert.Single(ledger.Ends(1, 10)).Message);
        Assert.Equal((1, 1), (ledger.State().Done, ledger.State().Failed));
    }

    [Fact]
    public void Withdrawn_points_are_not_given_out()
    {
        SweepLedger ledger = With(3);
        ledger.Exchange(Report("a", wanted: 1));
        ledger.Withdraw();
        Assert.Empty(ledger.Exchange(Report("a", wanted: 5, held: ["p0"])));
        Assert.True(ledger.HasWork);
        ledger.Exchange(Report("a", wanted: 5, ended: [new PointEnd("p0", PointEndKind.StoredFault)]));
        Assert.False(ledger.HasWork);
    }

    private SweepLedger With(int points)
    {
        SweepLedger ledger = new(time, Silence);
        for (int i = 0; i < points; i++)
        {
            ledger.Add(new WirePoint(FormattableString.Invariant($"p{i}"), "{}"), again: false);
        }

        return ledger;
    }

    private static WorkerReport Report(string worker, int wanted, string[]? held = null, PointEnd[]? ended = null) =>
        new(worker, worker, 1, 0, held ?? [], ended ?? [], wanted);
}
