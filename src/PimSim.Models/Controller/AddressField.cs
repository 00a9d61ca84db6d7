namespace PimSim.Models;

/// <summary>A part of a place that address bits are given to.</summary>
public enum AddressField
{
    /// <summary>Channel.</summary>
    Channel,

    /// <summary>Pseudo-channel.</summary>
    PseudoChannel,

    /// <summary>Rank.</summary>
    Rank,

    /// <summary>Bank group.</summary>
    BankGroup,

    /// <summary>Bank in its group.</summary>
    Bank,

    /// <summary>Row.</summary>
    Row,

    /// <summary>Column access.</summary>
    Column,
}
