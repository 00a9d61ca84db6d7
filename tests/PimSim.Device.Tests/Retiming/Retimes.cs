using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>Re-times commands of random programs.</summary>
internal static class Retimes
{
    /// <summary>Commands that the controllers issue for random programs in every domain of the first channel.</summary>
    public static TimedCommand[] Recorded(DeviceModel model, uint seed, int domains = int.MaxValue, int rounds = 3, int repeats = 1)
    {
        domains = Math.Min(domains, model.Organization.DomainsPerChannel);
        PimProgram empty = new ProgramBuilder(3).Build();
        Recorder seen = Runs.All(model, [.. Enumerable.Range(0, model.Organization.Domains).Select(d => d < domains ? RandomProgram.Create(model, (seed * 64) + (uint)d, rounds, repeats: repeats) : empty)]).Seen;
        return [.. seen.Issued.Where(c => c.Domain < domains).Select(c => c.Command)];
    }

    /// <summary>The same commands as another device numbers them.</summary>
    public static TimedCommand[] On(this TimedCommand[] commands, DeviceModel from, DeviceModel to) =>
        [.. commands.Select(c => c with { Command = (short)to.Id(from.Standard.Commands[c.Command].Name) })];

    public static (RetimedRun Run, TimedCommand[] Commands) Retime(
        this TimedCommand[] commands, DeviceModel model, RetimePace pace = RetimePace.Asap, RetimeRefresh refresh = RetimeRefresh.Trace, double? clockPs = null)
    {
        var retimer = new CommandRetimer(model, new RetimeOptions { Pace = pace, Refresh = refresh, RecordedClockPs = clockPs });
        retimer.Add(commands);
        var seen = Recorder.Create();
        RetimedRun run = retimer.Run(seen, CancellationToken.None);
        return (run, [.. seen.Issued.Select(c => c.Command)]);
    }

    /// <summary>No rule is violated, but for deadlines where these are not asked for.</summary>
    public static void AssertLegal(DeviceModel model, TimedCommand[] commands, bool deadlines)
    {
        var verifier = new CommandVerifier(model);
        verifier.Add(commands);
        HashSet<string> ignored = deadlines ? [] : [.. model.Standard.Constraints.Where(r => r.Max).Select(r => r.Name)];
        VerificationResult result = verifier.Finish();
        string[] violated = [.. result.Rules.Where(r => r.Violations > 0 && !ignored.Contains(r.Name)).Select(r => r.Name)];
        Assert.True(violated.Length == 0, $"{string.Join(' ', violated)}: {result.Details.FirstOrDefault(d => violated.Contains(d.Rule, StringComparer.Ordinal))}");
    }

    public static IEnumerable<IGrouping<(short Channel, byte PseudoChannel, byte Rank), TimedCommand>> ByDomain(this IEnumerable<TimedCommand> commands) =>
        commands.GroupBy(c => (c.Channel, c.PseudoChannel, c.Rank)).OrderBy(g => g.Key);
}
