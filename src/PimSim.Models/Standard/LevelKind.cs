namespace PimSim.Models;

/// <summary>
/// Levels of the hierarchy that a timing constraint or a command's scope can name, from large to small.
/// A standard leaves out what it has not: such a level then has one instance.
/// </summary>
public enum LevelKind
{
    /// <summary>One channel: its command buses and one controller.</summary>
    Channel,

    /// <summary>HBM: half of a channel with banks and data bus of its own.</summary>
    PseudoChannel,

    /// <summary>A rank: all chips that answer to one chip select.</summary>
    Rank,

    /// <summary>A bank group.</summary>
    BankGroup,

    /// <summary>A bank.</summary>
    Bank,
}
