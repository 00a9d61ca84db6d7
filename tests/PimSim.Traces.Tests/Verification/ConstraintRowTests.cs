using CsCheck;
using PimSim.Device.Tests;
using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Every row of every shipped model: a distance one cycle too short is reported under its name, the exact one is not.</summary>
public sealed class ConstraintRowTests
{
    private const int Samples = 2;
    private static readonly VerificationOptions All = new() { MaximumDetails = int.MaxValue };

    public static TheoryData<string, string> Models
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string name in DeviceCatalog.Names)
            {
                data.Add(name, "");
                data.Add(name, "organization.ranks=2");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_row_is_reported_where_one_cycle_is_missing_and_only_there(string name, string set)
    {
        DeviceModel model = DeviceModelLoader.Load(name, set.Length > 0 ? [set] : []);
        var random = new PCG(17, 3);
        int checkedRows = 0;
        foreach (ConstraintRow row in model.Standard.Constraints)
        {
            if (set.Length > 0 && !row.Sibling)
            {
                continue;
            }

            DeviceModel removed = Variants.WithRows(model, [.. model.Standard.Constraints.Where(r => r != row)]);
            DeviceModel alone = Variants.WithRows(model, [row]);
            int found = 0;
            for (int s = 0; s < Samples; s++)
            {
                if (Pair(model, row, random) is not { } pair || (row.LatencyAfter(pair.From.Count) == 0 && !row.Max))
                {
                    continue;
                }

                found++;
                int latency = row.LatencyAfter(pair.From.Count);
                int wrong = row.Max ? latency + 1 : latency - 1;
                TimedCommand[] legal = Trace(row, pair, latency, model.Organization.Ranks);
                TimedCommand[] mutated = Trace(row, pair, wrong, model.Organization.Ranks);
                Assert.Empty(Of(row, legal, model));
                Assert.Empty(Of(row, mutated, removed));
                RuleViolation violation = Assert.Single(Of(row, mutated, model));
                Assert.Equal((latency, wrong, 1), (violation.RequiredCycles, violation.ActualCycles, violation.MissingCycles));
                Assert.Equal(mutated[0], violation.Preceding);
                Assert.Equal(mutated[^1], violation.Following);
                VerificationResult single = Verify(mutated, alone);
                Assert.Equal(1, single.Rules[0].Violations);
                Assert.Equal(-1, single.Rules[0].SlackCycles);
                Assert.True(Verify(legal, alone).Rules[0] is { Tight: true, SlackCycles: 0, Violations: 0 }, row.Name);
            }

            bool noSibling = row.Sibling && (model.Organization.Ranks == 1 || row.From.All(id => model.Standard.Commands[id].Scope < row.Level));
            Assert.True(found > 0 || noSibling || row.LatencyByCount.All(l => l == 0), row.Name);
            checkedRows += found > 0 ? 1 : 0;
        }

        Assert.True(checkedRows > (set.Length > 0 ? 0 : 20));
    }

    private static IEnumerable<RuleViolation> Of(ConstraintRow row, TimedCommand[] trace, DeviceModel model) =>
        Verify(trace, model).Details.Where(d => d.Rule == row.Name && d.Index == trace.Length - 1);

    private static VerificationResult Verify(TimedCommand[] trace, DeviceModel model)
    {
        var verifier = new CommandVerifier(model, All);
        verifier.Add(trace);
        return verifier.Finish();
    }

    /// <summary>As many preceding commands as the window has, a cycle apart, and the following one.</summary>
    private static TimedCommand[] Trace(ConstraintRow row, (Device.Tests.PlacedCommand From, Device.Tests.PlacedCommand To) pair, int distance, int ranks)
    {
        const long start = 1000;
        return
        [
            .. Enumerable.Range(0, row.Window).Select(i => Timed(pair.From, start + i, ranks)),
            Timed(pair.To, start + distance, ranks),
        ];
    }

    private static TimedCommand Timed(Device.Tests.PlacedCommand c, long cycle, int ranks) =>
        new(cycle, (short)c.Command.Id, 0, (byte)(c.Domain / ranks), (byte)(c.Domain % ranks), new CommandOperands { Bank = (short)c.Bank, Count = (short)c.Count });

    private static (Device.Tests.PlacedCommand From, Device.Tests.PlacedCommand To)? Pair(DeviceModel model, ConstraintRow row, PCG random)
    {
        var places = new Places(model.Organization);
        var rule = new TimingRule(row.Name, row.Level, row.Sibling, row.Window, row.Max, [.. row.From], [.. row.To], n => row.LatencyAfter(n));
        for (int attempt = 0; attempt < 300; attempt++)
        {
            Device.Tests.PlacedCommand from = Place(model, row.From, random, row.LatencyByCount.Count);
            Device.Tests.PlacedCommand to = Place(model, row.To, random, 1);
            if (places.Meet(rule, from, to))
            {
                return (from, to);
            }
        }

        return null;
    }

    private static Device.Tests.PlacedCommand Place(DeviceModel model, IReadOnlyList<int> ids, PCG random, int counts) => new(
        0,
        model.Standard.Commands[ids[Pick(random, ids.Count)]],
        Pick(random, model.Organization.DomainsPerChannel),
        Pick(random, model.Organization.Banks),
        Pick(random, Math.Min(counts, short.MaxValue)));

    private static int Pick(PCG random, int count) => (int)random.Next((uint)count);
}
