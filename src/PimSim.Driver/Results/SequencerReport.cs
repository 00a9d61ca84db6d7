using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Who says what units do, and what the programs of units cost.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Pages">Different pages that are stored; variants of a page count once.</param>
/// <param name="Rows">Rows that they take in every bank.</param>
/// <param name="UnitBytes">Bytes of the instructions of one unit; every unit has its own copy.</param>
/// <param name="Loads"><c>PIM_LOAD_PROGRAM</c> commands of all domains in the run.</param>
/// <param name="LoadCycles">Cycles that the run takes more than with the host's sequencer.</param>
public sealed record SequencerReport(SequencerKind Kind, int Pages, int Rows, long UnitBytes, long Loads, long LoadCycles)
{
    /// <summary>No programs.</summary>
    public static SequencerReport OnHost { get; } = new(SequencerKind.Host, 0, 0, 0, 0, 0);
}
