using CsCheck;
using PimSim.Models;
using PimSim.Tests;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>
/// The verifier of traces against what controllers issue, and against the brute-force checker on the same commands moved
/// by a few cycles.
/// </summary>
public sealed class VerifierAgreementTests
{
    private const int Rounds = 3;

    public static TheoryData<string, string> Models => new()
    {
        { "hbm2-2000-pim", "" },
        { "ddr4-2400-pim", "" },
        { "ddr4-2400-pim", "organization.ranks=2" },
        { "lpddr5-6400", "organization.ranks=2" },
        { "hbm3-6400", "organization.ranks=2" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Issued_commands_violate_nothing(string name, string set)
    {
        DeviceModel model = Load(name, set);
        Gen.UInt[0, 100_000].ForEach(
            4,
            seed =>
            {
                VerificationResult result = Verify(model, Issue(model, seed));
                Assert.True(result.Violations == 0, string.Join("; ", result.Details.Take(3)));
                Assert.True(result.Rules.Count(r => r.Tight) >= 10);
            },
            seed: 21);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Both_find_the_same_commands_that_break_the_same_rows(string name, string set)
    {
        DeviceModel model = Load(name, set);
        var checker = new RuleChecker(model, [.. TimingRule.Of(model).Where(r => !r.Max)]);
        int found = 0;
        Gen.UInt[0, 100_000].ForEach(
            8,
            seed =>
            {
                TimedCommand[] moved = Moved(Issue(model, seed), seed);
                checker.Violations(Placed(model, moved));
                Assert.Equal(Sorted(checker.Broken), Sorted(Broken(model, moved)));
                found += checker.Broken.Count;
            },
            seed: 22);
        Assert.True(found > 100);
    }

    [Theory]
    [InlineData("ddr4-2400-pim", "ddr4.rules.json", LevelKind.Rank)]
    [InlineData("hbm2-2000-pim", "hbm2.rules.json", LevelKind.PseudoChannel)]
    public void Both_find_the_same_commands_that_break_an_independent_list(string name, string list, LevelKind domain)
    {
        DeviceModel model = Load(name, "");
        List<TimingRule> rules = GoldenList.Load(model, list, domain);
        rules.AddRange(GoldenList.Load(model, "hbm2-pim.rules.json", domain));
        var checker = new RuleChecker(model, rules);
        int found = 0;
        Gen.UInt[0, 100_000].ForEach(
            8,
            seed =>
            {
                TimedCommand[] moved = Moved(Issue(model, seed), seed);
                checker.Violations(Placed(model, moved));
                HashSet<PlacedCommand> listed = [.. checker.Broken.Select(b => b.Following)];
                HashSet<PlacedCommand> ours = [.. Broken(model, moved).Select(b => b.Following)];
                Assert.Empty(listed.Except(ours));

                // The near-bank standard asks for more than the list does, never for less; plain commands are listed completely.
                Assert.DoesNotContain(ours.Except(listed), c => c.Command.Operation == PimOperation.None && c.Command.Name != "ACTab");
                found += listed.Count;
            },
            seed: 23);
        Assert.True(found > 50);
    }

    private static DeviceModel Load(string name, string set) => DeviceModelLoader.Load(name, set.Length > 0 ? [set] : []);

    private static string[] Sorted(IEnumerable<(string Rule, PlacedCommand Following)> broken) =>
        [.. broken.Select(b => $"{b.Following.Cycle:D9} {b.Rule} {b.Following}").Order(StringComparer.Ordinal)];

    private static HashSet<(string Rule, PlacedCommand Following)> Broken(DeviceModel model, TimedCommand[] commands)
    {
        List<PlacedCommand> placed = Placed(model, commands);
        HashSet<string> rows = [.. model.Standard.Constraints.Where(r => !r.Max).Select(r => r.Name)];
        return [.. Verify(model, commands).Details.Where(d => rows.Contains(d.Rule)).Select(d => (d.Rule, placed[(int)d.Index]))];
    }

    private static VerificationResult Verify(DeviceModel model, TimedCommand[] commands)
    {
        var verifier = new CommandVerifier(model, new VerificationOptions { MaximumDetails = int.MaxValue });
        verifier.Add(commands);
        return verifier.Finish();
    }

    private static List<PlacedCommand> Placed(DeviceModel model, TimedCommand[] commands) => PlacedCommand.Of(
        model,
        commands.Select(c => ((c.PseudoChannel * model.Organization.Ranks) + c.Rank, c)),
        0);

    /// <summary>What the controller of the first channel issues for random programs.</summary>
    private static TimedCommand[] Issue(DeviceModel model, uint seed)
    {
        PimProgram empty = new ProgramBuilder(3).Build();
        PimProgram[] programs =
        [
            .. Enumerable.Range(0, model.Organization.Domains)
                .Select(d => d < model.Organization.DomainsPerChannel ? RandomProgram.Create(model, (seed * 64) + (uint)d, Rounds) : empty),
        ];
        return [.. Runs.All(model, programs).Seen.Issued.Select(i => i.Command).Where(c => c.Channel == 0).OrderBy(c => c.Cycle)];
    }

    /// <summary>The same with every fourth command, or so, up to four cycles sooner or later.</summary>
    private static TimedCommand[] Moved(TimedCommand[] commands, uint seed)
    {
        var random = new PCG(seed, 9);
        return
        [
            .. commands
                .Select(c => random.Next(4) > 0 ? c : c with { Cycle = Math.Max(0, c.Cycle - 4 + random.Next(9)) })
                .OrderBy(c => c.Cycle),
        ];
    }
}
