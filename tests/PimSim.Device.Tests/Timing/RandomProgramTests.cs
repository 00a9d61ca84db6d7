using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Random legal programs: checked by brute force against the model's rows and against the independent lists.</summary>
public sealed class RandomProgramTests
{
    private const int Rounds = 7;

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void IssuedCommandsBreakNoRow(string name)
    {
        DeviceModel model = TestModels.Get(name);
        var checker = new RuleChecker(model, TimingRule.Of(model));
        Gen.UInt[0, 100_000].ForEach(8, seed => Check(model, checker, Run(model, seed).Seen), seed: 5);
        Assert.True(checker.Compared > 10_000);
        Assert.True(checker.Tight.Count >= 30, string.Join(" ", checker.Tight));
    }

    [Theory]
    [InlineData(TestModels.Hbm2Name, "hbm2.rules.json", LevelKind.PseudoChannel)]
    [InlineData(TestModels.Ddr4Name, "ddr4.rules.json", LevelKind.Rank)]
    [InlineData(TestModels.TwoRanks, "ddr4.rules.json", LevelKind.Rank)]
    public void IssuedCommandsBreakNoListedRule(string name, string list, LevelKind domain)
    {
        DeviceModel model = TestModels.Get(name);
        List<TimingRule> rules = GoldenList.Load(model, list, domain);
        rules.AddRange(GoldenList.Load(model, "hbm2-pim.rules.json", domain));
        var checker = new RuleChecker(model, rules);
        Gen.UInt[0, 100_000].ForEach(8, seed => Check(model, checker, Run(model, seed).Seen), seed: 6);
        Assert.True(checker.Compared > 10_000);
        Assert.True(checker.Tight.Count >= 15, string.Join(" ", checker.Tight));
    }

    /// <summary>Standards without a device that computes: plain traffic, and two ranks where one would leave rules out.</summary>
    [Theory]
    [InlineData("lpddr5-6400", 2, "lpddr5.rules.json")]
    [InlineData("gddr6-14000", 2, "gddr6.rules.json")]
    [InlineData("hbm3-6400", 2, "hbm3.rules.json")]
    public void PlainMemoryBreaksNoListedRule(string name, int ranks, string list)
    {
        DeviceModel model = DeviceModelLoader.Load(name, [$"organization.ranks={ranks}"]);
        var rows = new RuleChecker(model, TimingRule.Of(model));
        var listed = new RuleChecker(model, GoldenList.Load(model, list, LevelKind.Rank));
        Gen.UInt[0, 100_000].ForEach(
            8,
            seed =>
            {
                Recorder seen = Run(model, seed).Seen;
                Check(model, rows, seen);
                Check(model, listed, seen);
            },
            seed: 11);
        Assert.True(listed.Compared > 10_000);
        Assert.True(listed.Tight.Count >= 12, string.Join(" ", listed.Tight));
    }

    [Theory]
    [InlineData("RCD")]
    [InlineData("RP")]
    [InlineData("CCD_L")]
    [InlineData("RFC")]
    public void CheckerFindsARowThatIsOneLonger(string parameter)
    {
        DeviceModel stricter = DeviceModelLoader.Load(TestModels.Ddr4Name, [$"timing.{parameter}={TestModels.Ddr4.Parameter(parameter) + 1}"]);
        var checker = new RuleChecker(stricter, TimingRule.Of(stricter));
        int violations = 0;
        Gen.UInt[0, 100_000].ForEach(4, seed => violations += checker.Violations(PlacedCommand.Of(stricter, Run(TestModels.Ddr4, seed).Seen.Issued, 0)).Count, seed: 7);
        Assert.True(violations > 0);
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void CommandsOfADomainAreInOrderAndItsAccountsAddUp(string name)
    {
        DeviceModel model = TestModels.Get(name);
        Gen.UInt[0, 100_000].ForEach(
            8,
            seed =>
            {
                (ProgramRun run, Recorder seen) = Run(model, seed);
                for (int i = 0; i < run.Domains.Count; i++)
                {
                    DomainTiming d = run.Domains[i];
                    TimedCommand[] own = [.. seen.Issued.Where(c => c.Domain == i).Select(c => c.Command)];
                    Assert.All(own.Zip(own.Skip(1)), p => Assert.True(p.First.Cycle <= p.Second.Cycle, $"domain {i}: {p}"));
                    Assert.Equal(d.EndCycle, d.PhaseCycles.Sum());
                    Assert.Equal(run.Cycles, d.ActiveCycles.Sum() + d.PrechargedCycles.Sum());
                    Assert.Equal(ActiveCycles(model, own, run.Cycles), d.ActiveCycles.Sum());
                    Assert.All(model.Standard.Commands, c => Assert.Equal(own.Count(o => o.Command == c.Id), d.TotalCommands(c.Id)));
                    Assert.All(
                        model.Standard.Commands,
                        c => Assert.Equal(own.Where(o => o.Command == c.Id).Sum(o => o.Operands.Count), Enumerable.Range(0, d.Layers).Sum(l => d.OperandsOf(l, c.Id))));
                }

                Assert.Equal(run.Domains.Max(d => d.EndCycle), run.Cycles);
                Assert.Same(run.Domains.First(d => d.EndCycle == run.Cycles), run.Critical);
            },
            seed: 8);
    }

    [Theory]
    [InlineData(TestModels.Hbm2Name)]
    [InlineData(TestModels.TwoChannels)]
    [InlineData(TestModels.Ddr4Name)]
    [InlineData(TestModels.TwoRanks)]
    public void TimeEqualsRunInEveryNumber(string name)
    {
        DeviceModel model = TestModels.Get(name);
        Gen.UInt[0, 100_000].ForEach(
            4,
            seed =>
            {
                PimProgram[] programs = Programs(model, seed, kinds: 3);
                int perChannel = model.Organization.DomainsPerChannel;
                int[][] groupings =
                [
                    [.. Enumerable.Range(0, programs.Length)],
                    [.. Enumerable.Range(0, programs.Length).Select(d => d / perChannel)],
                    [.. Enumerable.Range(0, programs.Length).Select(d => d / perChannel % 2)],

                    // Every other channel has a group, the domains of the rest are alone.
                    [.. Enumerable.Range(0, programs.Length).Select(d => d / perChannel % 2 == 0 ? d / perChannel * perChannel : d)],
                    new int[programs.Length],
                ];
                var runner = new ProgramRunner(model);
                foreach (int[] groups in groupings)
                {
                    ProgramRun plain = runner.Run(programs, groups, default(NullObserver), CancellationToken.None);
                    ProgramRun quick = runner.Time(programs, groups, CancellationToken.None);
                    AssertEqual(plain, quick);
                }
            },
            seed: 9);
    }

    [Fact]
    public void CoresTakeEveryRandomProgram()
    {
        foreach (DeviceModel model in new[] { TestModels.Hbm2, TestModels.Ddr4 })
        {
            Gen.UInt[0, 100_000].ForEach(
                4,
                seed =>
                {
                    var device = new PimDevice(model, 3);
                    var host = new CountingHost(model);
                    var executor = new CommandExecutor(model, device.Cores, host);
                    PimProgram program = RandomProgram.Create(model, seed, 3);
                    PimProgram[] programs = [program, .. Enumerable.Repeat(new ProgramBuilder(3).Build(), model.Organization.Domains - 1)];
                    ProgramRun run = device.Runner.Run(programs, [.. Enumerable.Range(0, programs.Length)], new ExecutingObserver(executor), CancellationToken.None);
                    Assert.Equal(run.Domains.Sum(d => d.CommandCounts.Sum()), executor.Executed);
                    Assert.Equal(run.Domains[0].TotalCommands(model.Id("PIM_LOAD_INPUT")) + Writes(model, run.Domains[0]), host.Given);
                },
                seed: 10);
        }
    }

    private static long Writes(DeviceModel model, DomainTiming d) => d.TotalCommands(model.Id("WR")) + d.TotalCommands(model.Id("WRA"));

    private static void Check(DeviceModel model, RuleChecker checker, Recorder seen)
    {
        for (int c = 0; c < model.Organization.Channels; c++)
        {
            List<PlacedCommand> commands = PlacedCommand.Of(model, seen.Issued, c);
            List<string> violations = checker.Violations(commands);
            Assert.True(violations.Count == 0, $"{violations.Count} violations in channel {c}: {string.Join("; ", violations.Take(3))}");
        }
    }

    /// <summary>Runs with programs in one channel only: the others would be the same again.</summary>
    private static (ProgramRun Run, Recorder Seen) Run(DeviceModel model, uint seed)
    {
        int perChannel = model.Organization.DomainsPerChannel;
        PimProgram empty = new ProgramBuilder(3).Build();
        PimProgram[] programs = [.. Enumerable.Range(0, model.Organization.Domains).Select(d => d < perChannel ? RandomProgram.Create(model, (seed * 64) + (uint)d, Rounds) : empty)];
        int[] groups = [.. Enumerable.Range(0, programs.Length).Select(d => seed % 2 == 0 ? d : d / perChannel)];
        return Runs.All(model, programs, groups);
    }

    private static PimProgram[] Programs(DeviceModel model, uint seed, int kinds)
    {
        PimProgram[] some = [.. Enumerable.Range(0, kinds).Select(k => RandomProgram.Create(model, (seed * 64) + (uint)k, 3))];
        var random = new PCG(seed, 5);
        int perChannel = model.Organization.DomainsPerChannel;
        PimProgram[][] channels = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, perChannel).Select(_ => some[random.Next((uint)kinds)]).ToArray())];
        return [.. Enumerable.Range(0, model.Organization.Channels).SelectMany(_ => channels[random.Next(2)])];
    }

    private static long ActiveCycles(DeviceModel model, TimedCommand[] commands, long end)
    {
        HashSet<int> open = [];
        long sum = 0;
        long last = 0;
        foreach (TimedCommand c in commands)
        {
            sum += open.Count > 0 ? c.Cycle - last : 0;
            last = c.Cycle;
            CommandSpec spec = model.Standard.Commands[c.Command];
            int[] banks = spec.Scope == LevelKind.Bank ? [c.Operands.Bank] : [.. Enumerable.Range(0, model.Organization.Banks)];
            if (spec.Effects.HasFlag(CommandEffects.Opens))
            {
                open.UnionWith(banks);
            }
            else if (spec.Effects.HasFlag(CommandEffects.Closes))
            {
                open.ExceptWith(banks);
            }
        }

        return sum + (open.Count > 0 ? end - last : 0);
    }

    private static void AssertEqual(ProgramRun a, ProgramRun b)
    {
        Assert.Equal(a.Cycles, b.Cycles);
        Assert.Equal(a.Domains.Count, b.Domains.Count);
        foreach ((DomainTiming x, DomainTiming y) in a.Domains.Zip(b.Domains))
        {
            Assert.Equal((x.Layers, x.EndCycle, x.FirstMarkCycle), (y.Layers, y.EndCycle, y.FirstMarkCycle));
            Assert.Equal(x.PhaseCycles, y.PhaseCycles);
            Assert.Equal(x.CommandCounts, y.CommandCounts);
            Assert.Equal(x.OperandSums, y.OperandSums);
            Assert.Equal(x.ActiveCycles, y.ActiveCycles);
            Assert.Equal(x.PrechargedCycles, y.PrechargedCycles);
        }
    }
}
