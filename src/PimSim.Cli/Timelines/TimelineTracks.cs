using PimSim.Models;

namespace PimSim.Cli;

/// <summary>
/// Numbers and names of a timeline's tracks: a process for each pseudo-channel; in it the data bus, for each rank its
/// refreshes and its rest, and a track for each bank.
/// </summary>
internal sealed class TimelineTracks(Organization organization)
{
    /// <summary>The data bus of a pseudo-channel.</summary>
    public const int DataBus = 1;

    private const int FirstRank = 2;

    /// <summary>The process of a pseudo-channel, numbered through the device.</summary>
    public static int Process(int pseudoChannel) => pseudoChannel + 1;

    /// <summary>The track of a rank's refreshes.</summary>
    public static int Refresh(int rank) => FirstRank + (2 * rank);

    /// <summary>The track of a rank's power-downs and self-refreshes.</summary>
    public static int Power(int rank) => FirstRank + (2 * rank) + 1;

    /// <summary>The track of a bank of a pseudo-channel: rank * banks + bank.</summary>
    public int Bank(int bank) => FirstRank + (2 * organization.Ranks) + bank;

    /// <summary>Names all of them.</summary>
    public void Describe(TraceEvents events)
    {
        for (int p = 0; p < organization.Channels * organization.PseudoChannels; p++)
        {
            string part = organization.PseudoChannels > 1 ? $", pseudo-channel {p % organization.PseudoChannels}" : "";
            events.Name(Process(p), null, $"channel {p / organization.PseudoChannels}{part}");
            events.Name(Process(p), DataBus, "data bus");
            for (int rank = 0; rank < organization.Ranks; rank++)
            {
                events.Name(Process(p), Refresh(rank), $"rank {rank} refresh");
                events.Name(Process(p), Power(rank), $"rank {rank} power");
            }

            for (int bank = 0; bank < organization.Ranks * organization.Banks; bank++)
            {
                events.Name(Process(p), Bank(bank), BankName(bank));
            }
        }
    }

    /// <summary>Bank group and bank, with the rank where there are several.</summary>
    public string BankName(int bank)
    {
        int inRank = bank % organization.Banks;
        string rank = organization.Ranks > 1 ? $"rank {bank / organization.Banks} " : "";
        return $"{rank}bank {inRank / organization.BanksPerGroup}.{inRank % organization.BanksPerGroup}";
    }
}
