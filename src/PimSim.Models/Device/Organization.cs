namespace PimSim.Models;

/// <summary>How many of each level, and how wide.</summary>
public sealed record Organization
{
    /// <summary>Channels of the device.</summary>
    public required int Channels { get; init; }

    /// <summary>Pseudo-channels in a channel (1 where the standard has none).</summary>
    public required int PseudoChannels { get; init; }

    /// <summary>Ranks in a pseudo-channel.</summary>
    public required int Ranks { get; init; }

    /// <summary>Chips in a rank; byte b of each beat belongs to chip b * Chips / bytes per beat.</summary>
    public required int Chips { get; init; }

    /// <summary>Bank groups in a rank.</summary>
    public required int BankGroups { get; init; }

    /// <summary>Banks in a bank group.</summary>
    public required int BanksPerGroup { get; init; }

    /// <summary>Rows in a bank.</summary>
    public required int Rows { get; init; }

    /// <summary>Column accesses (bursts) in a row: row bits / access bits.</summary>
    public required int ColumnAccesses { get; init; }

    /// <summary>Data bus width of a pseudo-channel in bits, all chips.</summary>
    public required int BusBits { get; init; }

    /// <summary>Beats of a burst.</summary>
    public required int BurstLength { get; init; }

    /// <summary>Banks in a rank.</summary>
    public int Banks => BankGroups * BanksPerGroup;

    /// <summary>Bits one column access moves, all chips together.</summary>
    public int AccessBits => BusBits * BurstLength;

    /// <summary>Bits one column access moves in one chip.</summary>
    public int ChipAccessBits => AccessBits / Chips;

    /// <summary>Processing domains: pseudo-channels times ranks over all channels. A program runs in one domain.</summary>
    public int Domains => Channels * PseudoChannels * Ranks;

    /// <summary>Processing domains in one channel.</summary>
    public int DomainsPerChannel => PseudoChannels * Ranks;
}
