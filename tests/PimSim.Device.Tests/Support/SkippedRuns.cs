using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Compares a run that skips what it has seen with the run of every step.</summary>
internal static class SkippedRuns
{
    /// <summary>Requires that all numbers are equal, however short the programs are.</summary>
    public static void Compare(DeviceModel model, PimProgram[] programs, int[] groups)
    {
        ProgramRun plain = new ProgramRunner(model) { SkipsLoops = false }.Time(programs, groups, CancellationToken.None);
        ProgramRun skipped = new ProgramRunner(model) { SkipsFrom = 0, WalksFrom = 0 }.Time(programs, groups, CancellationToken.None);

        Assert.Equal(plain.Cycles, skipped.Cycles);
        for (int d = 0; d < plain.Domains.Count; d++)
        {
            DomainTiming a = plain.Domains[d];
            DomainTiming b = skipped.Domains[d];
            Assert.Equal((a.EndCycle, a.FirstMarkCycle), (b.EndCycle, b.FirstMarkCycle));
            Assert.Equal(a.PhaseCycles, b.PhaseCycles);
            Assert.Equal(a.CommandCounts, b.CommandCounts);
            Assert.Equal(a.OperandSums, b.OperandSums);
            Assert.Equal(a.ActiveCycles, b.ActiveCycles);
            Assert.Equal(a.PrechargedCycles, b.PrechargedCycles);
        }
    }
}
