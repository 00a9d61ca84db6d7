using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Earliest cycles against the rows themselves: every row tight, and any history as the naive oracle says.</summary>
public sealed class ChannelTimingTests
{
    private const long Start = 10_000;

    public static TheoryData<string, string[], string> Models => new()
    {
        // As they ship, some rows are covered by others: a window of four activates that RRD_S alone makes as long, ...
        { TestModels.Hbm2Name, [], "RRD_L FAW RRD_L-REFpb LOAD-INPUT-ROW" },
        { TestModels.Ddr4Name, [], "WR-RDA LOAD-INPUT-ROW" },

        // ... and with other numbers every row is the only one that binds somewhere.
        { TestModels.Hbm2Name, ["timing.RRD_L=6", "timing.FAW=30", "timing.PIPE=7"], "" },
        { TestModels.Ddr4Name, ["timing.WR=30", "timing.PIPE=9", "organization.ranks=2"], "" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryRowIsTight(string name, string[] overrides, string neverAlone)
    {
        DeviceModel model = DeviceModelLoader.Load(name, overrides);
        var table = new TimingTable(model);
        List<TimingRule> rules = TimingRule.Of(model);
        List<string> notTight = [];
        foreach (TimingRule rule in rules.Where(r => !r.Max && !(r.Sibling && model.Organization.Ranks == 1)))
        {
            bool tight = false;
            foreach ((int from, int to) in rule.From.SelectMany(f => rule.To.Select(t => (f, t))))
            {
                foreach (int count in new[] { 0, 5, 17, 100 })
                {
                    tight |= IsTight(model, table, rules, rule, from, to, count);
                }
            }

            if (!tight)
            {
                notTight.Add(rule.Name);
            }
        }

        Assert.Equal(neverAlone, string.Join(" ", notTight));
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void EarliestIsWhatTheRowsSayAfterAnyHistory(string name)
    {
        DeviceModel model = TestModels.Get(name);
        var table = new TimingTable(model);
        Gen.UInt.ForEach(4, seed => CompareHistories(model, table, seed), seed: 11);
    }

    [Theory]
    [MemberData(nameof(TestModels.Names), MemberType = typeof(TestModels))]
    public void MaxLatencyIsTheLongestMemory(string name)
    {
        DeviceModel model = TestModels.Get(name);
        var table = new TimingTable(model);
        var timing = new ChannelTiming(table);
        foreach (CommandSpec c in model.Standard.Commands)
        {
            timing.Issue(c, 0, 0, 300, Start);
        }

        Assert.All(model.Standard.Commands, c => Assert.True(timing.Earliest(c, 0, 0) <= Start + table.MaxLatency));
    }

    [Fact]
    public void StacksOfAPseudoChannelFollowTheirRowsToo()
    {
        DeviceModel model = DeviceModelLoader.Load(TestModels.Hbm2Name, ["organization.ranks=2"]);
        var table = new TimingTable(model);
        Gen.UInt.ForEach(4, seed => CompareHistories(model, table, seed), seed: 11);
    }

    [Fact]
    public void DomainsShareTheBusesOfTheirChannelAndActivatesTakeTwoCycles()
    {
        DeviceModel model = TestModels.Hbm2;
        var timing = new ChannelTiming(new TimingTable(model));
        timing.Issue(model.Command("ACTab"), 0, 0, 0, 100);

        Assert.Equal(102, timing.Earliest(model.Command("ACTab"), 1, 0));
        Assert.Equal(102, timing.Earliest(model.Command("PREab"), 1, 0));
        Assert.Equal(0, timing.Earliest(model.Command("PIM_CLEAR"), 1, 0));

        timing.Issue(model.Command("PIM_CLEAR"), 1, 0, 0, 100);
        Assert.Equal(101, timing.Earliest(model.Command("RD"), 0, 3));
    }

    [Fact]
    public void FifthActivateWaitsForTheWindow()
    {
        DeviceModel model = TestModels.Ddr4;
        CommandSpec act = model.Command("ACT");
        var timing = new ChannelTiming(new TimingTable(model));
        long[] at = new long[5];
        for (int i = 0; i < at.Length; i++)
        {
            // Every bank group in turn: only RRD_S and FAW bind.
            int bank = (i % 4 * 4) + (i / 4);
            at[i] = timing.Earliest(act, 0, bank);
            timing.Issue(act, 0, bank, 0, at[i]);
        }

        Assert.Equal([0, 4, 8, 12, 26], at);
    }

    /// <summary>Issues the pair as close as the rule allows; true when the rule is what binds.</summary>
    private static bool IsTight(DeviceModel model, TimingTable table, List<TimingRule> rules, TimingRule rule, int from, int to, int count)
    {
        CommandSpec first = model.Standard.Commands[from];
        CommandSpec second = model.Standard.Commands[to];
        var timing = new ChannelTiming(table);
        var oracle = new RuleOracle(model);
        int banksPerGroup = model.Organization.BanksPerGroup;
        long cycle = Start;
        for (int i = 0; i < rule.Window; i++)
        {
            // Where a rule counts wider than a bank, the commands go to banks as far apart as it allows.
            int bank = rule.Level switch
            {
                LevelKind.Bank => 0,
                LevelKind.BankGroup => i,
                _ => i % model.Organization.BankGroups * banksPerGroup,
            };
            cycle = i == 0 ? cycle : Math.Max(cycle, oracle.Earliest(first, 0, bank));
            timing.Issue(first, 0, bank, count, cycle);
            oracle.History.Add(new PlacedCommand(cycle, first, 0, bank, count));
        }

        int target = rule.Window > 1
            ? 1
            : rule.Level switch { LevelKind.Bank => 0, LevelKind.BankGroup => 1, _ => banksPerGroup };
        int domain = rule.Sibling ? 1 : 0;
        long demand = Start + rule.Latency(count);
        long earliest = timing.Earliest(second, domain, target);

        Assert.True(earliest > demand - 1, $"{rule.Name}: {second.Name} is legal {earliest - Start} after {first.Name} ({count}), before {rule.Latency(count)}");
        Assert.Equal(oracle.Earliest(second, domain, target), earliest);
        return earliest == demand && OthersAllow(rules, rule, oracle, second, domain, target) < demand;
    }

    /// <summary>The earliest cycle as far as all rules but this one go.</summary>
    private static long OthersAllow(List<TimingRule> rules, TimingRule rule, RuleOracle oracle, CommandSpec second, int domain, int bank)
    {
        var next = new PlacedCommand(0, second, domain, bank, 0);
        return rules
            .Where(r => !r.Max && r.To.Contains(second.Id) && r != rule)
            .Select(r => oracle.Demand(r, next))
            .DefaultIfEmpty(0)
            .Max();
    }

    private static void CompareHistories(DeviceModel model, TimingTable table, uint seed)
    {
        var random = new PCG(seed % 1000, 3);
        var timing = new ChannelTiming(table);
        var oracle = new RuleOracle(model);
        int domains = model.Organization.DomainsPerChannel;
        int commands = model.Standard.Commands.Count;
        long now = 0;
        for (int step = 0; step < 90; step++)
        {
            CommandSpec c = model.Standard.Commands[(int)random.Next((uint)commands)];

            // Every other command is an activate: else windows hardly ever bind.
            c = random.Next(3) == 0 ? model.Command("ACT") : c;
            int domain = (int)random.Next((uint)domains);
            int bank = c.Scope == LevelKind.Bank ? (int)random.Next((uint)model.Organization.Banks) : 0;
            int count = (int)random.Next(130);
            long expected = oracle.Earliest(c, domain, bank);

            Assert.Equal((step, c.Name, expected), (step, c.Name, timing.Earliest(c, domain, bank)));

            now = Math.Max(now, expected) + (random.Next(2) * random.Next(9));
            timing.Issue(c, domain, bank, count, now);
            oracle.History.Add(new PlacedCommand(now, c, domain, bank, count));
        }
    }
}
