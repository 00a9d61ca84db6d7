using PimSim.Core;

namespace PimSim.Exploration.Tests.Running;

public sealed class SweepTests
{
    [Fact]
    public void Threads_and_interruptions_change_no_byte()
    {
        using TemporaryFolder folder = new();
        ExplorationSpace space = TestSpaces.Read(TestSpaces.Small);
        SweepSummary once = Sweep.Create(space, folder.In("a"), "test", new SweepOptions()).Run(Nobody, TestContext.Current.CancellationToken);
        Assert.Equal((6L, 0L, 6L, 2), (once.Points, once.Failed, once.Evaluated, once.TimedRuns));

        Sweep interrupted = Sweep.Create(space, folder.In("b"), "test", new SweepOptions { Threads = 2 });
        using (CancellationTokenSource stop = new())
        {
            Assert.Throws<OperationCanceledException>(() => interrupted.Run(new StopAfter(stop, 2), stop.Token));
        }

        long kept = SweepResults.Progress(SweepFolder.Open(folder.In("b"))).Done;
        Assert.InRange(kept, 2, 5);
        Assert.Equal(kept, SweepResults.Points(SweepFolder.Open(folder.In("b")), out bool complete).Rows);
        Assert.False(complete);
        SweepSummary rest = Sweep.Resume(folder.In("b"), new SweepOptions { Threads = 2 }).Run(Nobody, TestContext.Current.CancellationToken);
        Assert.Equal(6 - kept, rest.Evaluated);
        foreach (string file in (string[])["results.parquet", "layers.parquet", "sweep.json", "space.yaml"])
        {
            Assert.Equal(File.ReadAllBytes(folder.In("a/" + file)), File.ReadAllBytes(folder.In("b/" + file)));
        }

        // A finished sweep is found finished.
        Assert.Equal(0, Sweep.Resume(folder.In("b"), new SweepOptions()).Run(Nobody, TestContext.Current.CancellationToken).Evaluated);
    }

    [Fact]
    public void A_point_that_fails_does_not_stop_the_others()
    {
        using TemporaryFolder folder = new();
        ExplorationSpace space = TestSpaces.Read("format: pimsim-space/1\nimages: 2\naxes:\n  - {parameter: unit.laneBits, list: [128, 256]}\n");
        SweepSummary summary = Sweep.Create(space, folder.In("r"), "test", new SweepOptions()).Run(Nobody, TestContext.Current.CancellationToken);
        Assert.Equal((2L, 1L), (summary.Points, summary.Failed));
        ResultTable table = SweepResults.Points(SweepFolder.Open(folder.In("r")), out _);
        Assert.Equal(["failed", "ok"], table.Find("status")!);
        Assert.Equal(["PIM0126", null], table.Find("error")!);
        Assert.Equal([128L, 256L], table.Find("laneBits")!);
        Assert.NotNull(table.Find("cycles")![1]);
    }

    [Fact]
    public void What_results_depend_on_must_not_change()
    {
        using TemporaryFolder folder = new();
        Sweep.Create(TestSpaces.Read(TestSpaces.Small), folder.In("r"), "test", new SweepOptions());
        File.AppendAllText(folder.In("r/space.yaml"), "\nseed: 2\n");
        Assert.Equal("PIM1249", Assert.Throws<UserErrorException>(() => Sweep.Resume(folder.In("r"), new SweepOptions())).Diagnostics[0].Code);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Adaptive_rounds_are_the_same_after_a_resume_and_with_more_threads()
    {
        using TemporaryFolder folder = new();
        ExplorationSpace space = TestSpaces.Of("{kind: adaptive, points: 18, round: 6}", "", 5, 5, 5);
        Sweep.Create(space, folder.In("a"), "test", new SweepOptions()).Run(Nobody, TestContext.Current.CancellationToken);
        Sweep interrupted = Sweep.Create(space, folder.In("b"), "test", new SweepOptions { Threads = 2 });
        using (CancellationTokenSource stop = new())
        {
            Assert.Throws<OperationCanceledException>(() => interrupted.Run(new StopAfter(stop, 8), stop.Token));
        }

        Sweep.Resume(folder.In("b"), new SweepOptions { Threads = 2 }).Run(Nobody, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(folder.In("a/results.parquet")), File.ReadAllBytes(folder.In("b/results.parquet")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Training_is_an_axis_and_points_of_one_network_train_it_once()
    {
        using TemporaryFolder folder = new();
        ExplorationSpace space = TestSpaces.Read("""
            format: pimsim-space/1
            images: 50
            evaluate: accuracy
            training: {images: 64, batch: 32}
            axes:
              - {parameter: training.epochs, list: [1, 2]}
              - {parameter: timing.RCDRD, list: [12, 14]}
            """);
        Sweep.Create(space, folder.In("r"), "test", new SweepOptions { Threads = 2 }).Run(Nobody, TestContext.Current.CancellationToken);
        ResultTable table = SweepResults.Points(SweepFolder.Open(folder.In("r")), out _);
        object?[] hashes = table.Find("networkHash")!;
        Assert.Equal((hashes[0], hashes[2]), (hashes[1], hashes[3]));
        Assert.NotEqual(hashes[0], hashes[2]);
        Assert.All(table.Find("accuracy")!, Assert.NotNull);
    }

    private static IProgress<SweepProgress> Nobody => new StopAfter(null, long.MaxValue);

    /// <summary>Cancels when so many points are done; synchronous, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class StopAfter(CancellationTokenSource? stop, long points) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            if (value.Done >= points)
            {
                stop?.Cancel();
            }
        }
    }
}
