using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>What a controller does with few requests, command by command, on the numbers of DDR4-2400 17-17-17.</summary>
public sealed class SchedulingTests
{
    private const ulong Row = 131_072;
    private const ulong Group = 8192;
    private const ulong Bank = 32_768;

    [Fact]
    public void A_read_of_a_closed_bank_takes_RCD_and_CL_and_the_burst()
    {
        (ReplayResult r, RequestRecorder c) = Run("", new Request(5, 0, false));
        Assert.Equal(["ACT@5", "RD@22"], c.Listing(Model()));
        Assert.Equal(38, r.ReadLatency.Min);
        Assert.Equal(43, r.Cycles);
        Assert.Equal((0L, 1L, 0L), (r.RowHits, r.RowMisses, r.RowConflicts));
    }

    [Fact]
    public void A_conflict_waits_for_RAS_and_RP()
    {
        (ReplayResult r, RequestRecorder c) = Run("", new Request(0, 0, false), new Request(1, Row, false));
        Assert.Equal(["ACT@0", "RD@17", "PREpb@39", "ACT@56", "RD@73"], c.Listing(Model()));
        Assert.Equal(1, r.RowConflicts);
    }

    [Fact]
    public void A_row_hit_passes_an_older_request_to_another_row_only_as_often_as_the_cap_says()
    {
        Request[] requests = [new(0, 0, false), new(1, Row, false), .. Enumerable.Range(0, 20).Select(i => new Request(2 + i, (ulong)(i + 1) * 64, false))];
        (_, RequestRecorder c) = Run("controller.rowHitCap=3", requests);
        int precharge = c.Commands.FindIndex(x => x.Command == Model().Id("PREpb"));
        Assert.Equal(4, c.Commands.Take(precharge).Count(x => x.Command == Model().Id("RD")));
    }

    [Theory]
    [InlineData("separate")]
    [InlineData("shared")]
    public void A_hot_row_with_reads_and_writes_starves_nobody(string queues)
    {
        const int AgeLimit = 2000;
        IEnumerable<Request> Hot() => Enumerable.Range(0, 30_000).Select(i => new Request(i * 2, (ulong)(i % 128) * 64, i % 3 == 0));
        Request[] victims = [.. Enumerable.Range(0, 20).Select(i => new Request(i * 3000, Row * (ulong)(i + 2), i % 2 == 0))];
        Request[] all = [.. Hot().Concat(victims).OrderBy(r => r.Cycle)];
        (ReplayResult r, _) = Run($"controller.rowHitCap=0 controller.ageLimit={AgeLimit} controller.queues={queues}", all);

        // Beyond the limit a request waits for those that are aged before it, at most the queues' 64, each a row cycle and a turn of the bus.
        long bound = AgeLimit + (64 * 120) + 420;
        Assert.InRange(r.ReadLatency.Max!.Value, 0, bound);
        Assert.InRange(r.WriteLatency.Max!.Value, 0, bound);
    }

    [Fact]
    public void First_come_first_served_keeps_the_order()
    {
        Request[] requests = [new(0, 0, false), new(0, Row, true), new(0, 64, false), new(0, Group, true)];
        (_, RequestRecorder c) = Run("controller.scheduler=fcfs", requests);
        string[] columns = [.. c.Commands.Select(x => Model().Standard.Commands[x.Command].Name).Where(n => n is "RD" or "WR")];
        Assert.Equal(["RD", "WR", "RD", "WR"], columns);
    }

    [Fact]
    public void A_read_of_a_waiting_write_is_forwarded()
    {
        Request[] requests = [new(0, Row, false), new(0, 0, true), new(0, 0, false)];
        (ReplayResult r, _) = Run("", requests);
        Assert.Equal(1, r.ForwardedReads);
        Assert.Equal(1, r.ReadLatency.Min);
        (ReplayResult without, RequestRecorder c) = Run("controller.forwarding=false", requests);
        Assert.Equal(0, without.ForwardedReads);

        // The second read is of the written burst and must not pass the write.
        Assert.Equal(["RD", "WR", "RD"], c.Commands.Select(x => Model().Standard.Commands[x.Command].Name).Where(n => n is "RD" or "WR").ToArray());
    }

    [Fact]
    public void A_write_does_not_pass_an_older_read_of_its_burst()
    {
        Request[] writes = [.. Enumerable.Range(1, 31).Select(i => new Request(0, (ulong)i * Bank, true))];
        (_, RequestRecorder c) = Run("controller.drainStart=2 controller.drainStop=0", [new Request(0, Row, true), new Request(0, 0, false), new Request(0, 0, true), .. writes]);
        List<TimedCommand> burst = [.. c.Commands.Where(x => x.Operands is { Bank: 0, Row: 0 } && x.Command != Model().Id("ACT") && x.Command != Model().Id("PREpb"))];
        Assert.Equal(["RD", "WR"], burst.Select(x => Model().Standard.Commands[x.Command].Name).ToArray());
    }

    [Fact]
    public void Writes_are_drained_between_the_watermarks()
    {
        Request[] requests = [.. Enumerable.Range(0, 400).Select(i => new Request(i, (ulong)i * Group, i % 2 == 0))];
        (_, RequestRecorder c) = Run("controller.drainStart=24 controller.drainStop=4", requests);
        int longest = 0;
        int run = 0;
        foreach (TimedCommand x in c.Commands.Where(x => x.Command == Model().Id("RD") || x.Command == Model().Id("WR")))
        {
            run = x.Command == Model().Id("WR") ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        Assert.True(longest >= 20, $"the longest run of writes has {longest}");
    }

    private static DeviceModel Model(string settings = "") => DeviceModelLoader.Load("ddr4-2400-validation", settings.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static (ReplayResult Result, RequestRecorder Commands) Run(string settings, params Request[] requests) => Replays.Run(WithMapping(settings), requests);

    private static DeviceModel WithMapping(string settings) => Model("controller.mapping=row:bank:bank-group:column " + settings);
}
