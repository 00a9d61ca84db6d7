namespace PimSim.Models;

/// <summary>Turns times into cycles.</summary>
/// <param name="PeriodPs">Clock period in picoseconds.</param>
/// <param name="GuardPermille">
/// JESD79-4 section 13.5 ("rounding algorithms") adds 974 thousandths and truncates, so that a tCK which was itself
/// rounded does not cost a cycle; 1000 stands for the plain "rounded up".
/// </param>
internal sealed record ClockRounding(Rational PeriodPs, int GuardPermille)
{
    /// <summary>Cycles for a time in ns.</summary>
    public Rational Cycles(Rational ns)
    {
        Rational cycles = ns * 1000 / PeriodPs;
        return GuardPermille == 1000
            ? Rational.FromInteger(cycles.Ceiling())
            : Rational.FromInteger(((cycles * 1000) + GuardPermille).Floor() / 1000);
    }
}
