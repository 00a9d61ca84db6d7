namespace PimSim.Models;

/// <summary>One command of a standard.</summary>
public sealed record CommandSpec
{
    /// <summary>JEDEC name as in <c>design.md</c> section 6: ACT, PREpb, RD, ACTab, PIM_XNOR_ACC ...</summary>
    public required string Name { get; init; }

    /// <summary>Index into <see cref="MemoryStandard.Commands"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The level one command acts on: Bank for ACT, PseudoChannel or Rank for all-bank commands.</summary>
    public required LevelKind Scope { get; init; }

    /// <summary>What it does to the banks in scope.</summary>
    public required CommandEffects Effects { get; init; }

    /// <summary>True when a row must be open in the banks that it uses.</summary>
    public required bool NeedsOpenRow { get; init; }

    /// <summary>
    /// True for a bank command that reaches one bank of every unit: bank Bank, and those that lie whole units (banks per
    /// unit) further. Its rows are counted in the named bank, which stands for the others.
    /// </summary>
    public bool EveryUnit { get; init; }

    /// <summary>In which mode it is legal.</summary>
    public required CommandMode Mode { get; init; }

    /// <summary>Phase that its cycles count to.</summary>
    public required CommandPhase Phase { get; init; }

    /// <summary>Index of the command bus it occupies, into <see cref="MemoryStandard.Buses"/>.</summary>
    public required int Bus { get; init; }

    /// <summary>Cycles for which it occupies that bus.</summary>
    public required int BusCycles { get; init; }

    /// <summary>Cycles from issue to the end of its data on the data bus; 0 where it moves none over the bus.</summary>
    public required int DataEndCycles { get; init; }

    /// <summary>What processing units do, or None.</summary>
    public required PimOperation Operation { get; init; }
}
