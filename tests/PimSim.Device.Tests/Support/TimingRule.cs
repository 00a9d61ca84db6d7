using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>A rule in the form that the tests' own checkers use, whatever list it comes from.</summary>
internal sealed record TimingRule(string Name, LevelKind Level, bool Sibling, int Window, bool Max, HashSet<int> From, HashSet<int> To, Func<int, long> Latency)
{
    public static List<TimingRule> Of(DeviceModel model) =>
        [.. model.Standard.Constraints.Select(r => new TimingRule(r.Name, r.Level, r.Sibling, r.Window, r.Max, [.. r.From], [.. r.To], n => r.LatencyAfter(n)))];
}
