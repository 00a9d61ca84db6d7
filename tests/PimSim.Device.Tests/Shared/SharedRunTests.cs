using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>Programs and plain requests on the same channels.</summary>
public sealed class SharedRunTests
{
    private const int Rounds = 4;

    public static TheoryData<string, string> Policies => new()
    {
        { "hbm2-2000-pim", "layer" },
        { "hbm2-2000-pim", "cycles(300)" },
        { "hbm2-2000-pim", "never" },
        { "ddr4-2400-pim", "cycles(200)" },
        { "ddr4-2400-pim organization.ranks=2", "cycles(500)" },
        { "ddr4-2400-pim organization.ranks=2", "layer" },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Nothing_is_illegal_and_everything_is_done(string name, string yield)
    {
        DeviceModel model = Load(name, yield);
        long yields = 0;
        Gen.UInt[0, 100_000].ForEach(
            5,
            seed =>
            {
                PimProgram[] programs = Programs(model, seed);
                int[] groups = [.. Enumerable.Range(0, programs.Length).Select(d => (seed % 2) == 0 ? d : d / model.Organization.DomainsPerChannel)];
                ProgramRun alone = new ProgramRunner(model).Run(programs, groups, default(NullObserver), TestContext.Current.CancellationToken);
                Recorder seen = Recorder.Create();
                SharedRun both = new SharedRunner(model).Run(programs, groups, new CountedSource(2000, i => Random(seed, i)), seen, TestContext.Current.CancellationToken);
                var verifier = new CommandVerifier(model);
                verifier.Add([.. seen.Issued.Select(i => i.Command).OrderBy(c => c.Cycle)]);
                VerificationResult verified = verifier.Finish();
                Assert.True(verified.Violations == 0, string.Join("; ", verified.Details.Take(3)));
                Assert.Equal(2000, both.Requests.Reads + both.Requests.Writes);
                Assert.Equal(2000, both.Requests.ReadLatency.Count + both.Requests.WriteLatency.Count);
                Assert.True(both.Programs.Cycles >= alone.Cycles);
                foreach (CommandSpec c in model.Standard.Commands.Where(c => c.Operation is not (PimOperation.None or PimOperation.Mode)))
                {
                    Assert.Equal(alone.Domains.Sum(d => d.TotalCommands(c.Id)), both.Programs.Domains.Sum(d => d.TotalCommands(c.Id)));
                }

                yields += both.Yields;
            },
            seed: 31);
        Assert.Equal(yield == "never", yields == 0);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Without_requests_programs_take_what_they_take_alone(string name, string yield)
    {
        DeviceModel model = Load(name, yield);
        PimProgram[] programs = Programs(model, 5);
        int[] groups = [.. Enumerable.Range(0, programs.Length)];
        ProgramRun alone = new ProgramRunner(model).Run(programs, groups, default(NullObserver), TestContext.Current.CancellationToken);
        SharedRun both = new SharedRunner(model).Run(programs, groups, new ListSource([]), default(NullObserver), TestContext.Current.CancellationToken);
        Assert.Equal(alone.Cycles, both.Programs.Cycles);
        Assert.Equal(alone.Domains.Select(d => d.EndCycle), both.Programs.Domains.Select(d => d.EndCycle));
        Assert.Equal(0, both.Yields);
    }

    [Fact]
    public void Without_programs_requests_take_what_they_take_alone()
    {
        DeviceModel model = Load("hbm2-2000-pim organization.channels=1 organization.pseudoChannels=1", "layer");
        Request[] requests = [.. Enumerable.Range(0, 3000).Select(i => Random(9, i))];
        ReplayResult alone = new RequestReplay(model).Run(new ListSource(requests), default(NullRequestObserver), null, TestContext.Current.CancellationToken);
        SharedRun both = new SharedRunner(model).Run([new ProgramBuilder(1).Build()], [0], new ListSource(requests), default(NullObserver), TestContext.Current.CancellationToken);
        Assert.Equal(alone.Cycles, both.Requests.Cycles);
        Assert.Equal(alone.Cycles, both.RequestCycles);
        Assert.Equal(alone.ReadLatency.Sum, both.Requests.ReadLatency.Sum);
    }

    [Fact]
    public void Yielding_more_often_serves_requests_sooner()
    {
        double Mean(string yield)
        {
            DeviceModel model = Load("hbm2-2000-pim", yield);
            PimProgram[] programs = [.. Enumerable.Range(0, model.Organization.Domains).Select(_ => RandomProgram.Create(model, 11, 60))];
            SharedRun both = new SharedRunner(model).Run(programs, [.. Enumerable.Range(0, programs.Length)], new CountedSource(500, i => Random(3, i)), default(NullObserver), TestContext.Current.CancellationToken);
            return both.Requests.ReadLatency.Mean!.Value;
        }

        Assert.True(Mean("cycles(100)") < Mean("never"));
    }

    [Fact]
    public void Requests_may_be_over_long_before_the_programs()
    {
        DeviceModel model = Load("hbm2-2000-pim", "cycles(100)");
        SharedRun both = new SharedRunner(model).Run(
            Programs(model, 5), [.. Enumerable.Range(0, model.Organization.Domains)], new ListSource([new Request(0, 0, false)]), default(NullObserver), TestContext.Current.CancellationToken);
        Assert.True(both.RequestCycles < both.Programs.Cycles);
        Assert.Equal(both.Requests.ReadLatency.Max, both.RequestCycles);
    }

    [Fact]
    public void Sleeping_controllers_are_refused()
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => new SharedRunner(DeviceModelLoader.Load("hbm2-2000-pim", ["powerDown.policy=power-down"])));
        Assert.Contains(fault.Diagnostics, d => d.Code == "PIM0622");
    }

    private static DeviceModel Load(string name, string yield) =>
        DeviceModelLoader.Load(name.Split(' ')[0], [.. name.Split(' ').Skip(1), $"pim.yield={yield}", "pim.requestWindow=800"]);

    private static PimProgram[] Programs(DeviceModel model, uint seed) =>
        [.. Enumerable.Range(0, model.Organization.Domains).Select(d => RandomProgram.Create(model, seed + (uint)(d % model.Organization.DomainsPerChannel), Rounds))];

    private static Request Random(uint seed, long i)
    {
        uint r = Philox.Block(seed, (ulong)i, 3).Word0;
        return new Request(i * 2, ((ulong)(r >> 4) << 5) & 0x1_FFFF_FFE0, r % 3 == 0);
    }
}
