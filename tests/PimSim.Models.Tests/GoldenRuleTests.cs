namespace PimSim.Models.Tests;

/// <summary>The shipped standards against independent lists of the JEDEC constraints.</summary>
public sealed class GoldenRuleTests
{
    private static readonly LevelKind[] Levels = [LevelKind.Channel, LevelKind.PseudoChannel, LevelKind.Rank, LevelKind.BankGroup, LevelKind.Bank];

    [Theory]
    [InlineData("hbm2-2000-pim", "hbm2.rules.json", LevelKind.PseudoChannel)]
    [InlineData("ddr4-2400-pim", "ddr4.rules.json", LevelKind.Rank)]
    [InlineData("lpddr5-6400", "lpddr5.rules.json", LevelKind.Rank)]
    [InlineData("gddr6-14000", "gddr6.rules.json", LevelKind.Rank)]
    [InlineData("hbm3-6400", "hbm3.rules.json", LevelKind.Rank)]
    public void PlainCommandsHaveExactlyTheListedLatencies(string device, string file, LevelKind domain)
    {
        MemoryStandard standard = DeviceModelLoader.Load(device, []).Standard;
        GoldenRuleList golden = GoldenRuleList.Load(file, domain);
        string[] plain = [.. standard.Commands.Where(c => c.Operation == PimOperation.None && c.Name != "ACTab").Select(c => c.Name)];
        int compared = 0;
        foreach (string from in plain)
        {
            foreach (string to in plain)
            {
                foreach (LevelKind level in Levels)
                {
                    foreach (bool sibling in new[] { false, true })
                    {
                        long? expected = golden.Latency(standard, from, to, level, sibling, 0);
                        Assert.Equal((from, to, level, sibling, expected), (from, to, level, sibling, Ours(standard, from, to, level, sibling, 0)));
                        compared += expected is null ? 0 : 1;
                    }
                }
            }
        }

        Assert.True(compared > golden.Count, $"only {compared} pairs");
    }

    [Theory]
    [InlineData("hbm2-2000-pim", "hbm2.rules.json", LevelKind.PseudoChannel, LevelKind.PseudoChannel)]
    [InlineData("ddr4-2400-pim", "ddr4.rules.json", LevelKind.Rank, LevelKind.Rank)]
    [InlineData("lpddr5-6400", "lpddr5.rules.json", LevelKind.Rank, LevelKind.Rank)]
    [InlineData("gddr6-14000", "gddr6.rules.json", LevelKind.Rank, LevelKind.Rank)]
    [InlineData("hbm3-6400", "hbm3.rules.json", LevelKind.Rank, LevelKind.PseudoChannel)]
    public void FourActivateWindowIsTheListedOne(string device, string file, LevelKind domain, LevelKind windowLevel)
    {
        MemoryStandard standard = DeviceModelLoader.Load(device, []).Standard;
        GoldenRuleList golden = GoldenRuleList.Load(file, domain);
        (string[] commands, int size, Expression latency) = golden.Window!.Value;

        ConstraintRow row = Assert.Single(standard.Constraints, r => r.Window > 1);

        Assert.Equal(size, row.Window);
        Assert.Equal(windowLevel, row.Level);
        Assert.Equal(golden.Value(standard, latency, 0), row.LatencyAfter(0));
        Assert.Equal(commands, row.From.Select(id => standard.Commands[id].Name).ToArray());
        Assert.Equal(commands, row.To.Select(id => standard.Commands[id].Name).ToArray());
    }

    [Theory]
    [InlineData("hbm2-2000-pim", LevelKind.PseudoChannel)]
    [InlineData("ddr4-2400-pim", LevelKind.Rank)]
    public void NearBankCommandsAreNeverLaxerThanTheList(string device, LevelKind domain)
    {
        MemoryStandard standard = DeviceModelLoader.Load(device, []).Standard;
        Dictionary<string, string> own = new(StringComparer.Ordinal) { ["PL"] = "PIPE", ["CWL"] = "WL" };
        GoldenRuleList golden = GoldenRuleList.Load("hbm2-pim.rules.json", domain, own);
        foreach ((string[] froms, string[] tos, LevelKind level, bool sibling) in golden.Rules)
        {
            foreach ((string from, string to) in froms.SelectMany(f => tos.Select(t => (f, t))))
            {
                foreach (int n in new[] { 0, 1, 4, 8, 17, 128, 256 })
                {
                    // The list is HBM2's, whose ACT takes a cycle more.
                    long slack = from == "ACTab" || to == "ACTab" ? 1 - standard.Parameters["ACT_EXTRA"] : 0;
                    long expected = golden.Latency(standard, from, to, level, sibling, n)!.Value - slack;
                    long? ours = Ours(standard, from, to, level, sibling, n);
                    Assert.True(ours >= expected, $"{from} to {to}, n = {n}: {ours} < {expected}");
                }
            }
        }
    }

    private static long? Ours(MemoryStandard standard, string from, string to, LevelKind level, bool sibling, int n)
    {
        int fromId = standard.FindCommand(from);
        int toId = standard.FindCommand(to);
        Assert.True(fromId >= 0 && toId >= 0, $"{from} or {to} is missing");
        return standard.Constraints
            .Where(r => !r.Max && r.Window == 1 && r.Sibling == sibling && r.Level <= level && r.From.Contains(fromId) && r.To.Contains(toId))
            .Max(r => (long?)r.LatencyAfter(n));
    }
}
