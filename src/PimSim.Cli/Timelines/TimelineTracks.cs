using PimSim.Models;

namespace PimSim.Cli;

/// <summary>
/// Numbers and names of a timeline's tracks: a process for each pseudo-channel; in it the data bus, for each rank its
/// refreshes and its rest, and a track for each bank; where programs run, one for each unit too, and above all of them the layer
/// and the phase of each rank.
/// </summary>
/// <param name="organization">Of the device.</param>
/// <param name="unitsPerRank">Places of units in a rank, or 0 where no programs run.</param>
internal sealed class TimelineTracks(Organization organization, int unitsPerRank)
{
    /// <summary>The data bus of a pseudo-channel.</summary>
    public const int DataBus = 1;

    private const int FirstRank = 2;

    private static readonly string[] Phases = [.. Enum.GetNames<CommandPhase>().Select(n => n.ToLowerInvariant())];

    /// <summary>The process of a pseudo-channel, numbered through the device.</summary>
    public static int Process(int pseudoChannel) => pseudoChannel + 1;

    /// <summary>The track of a rank's refreshes.</summary>
    public static int Refresh(int rank) => FirstRank + (2 * rank);

    /// <summary>The track of a rank's power-downs and self-refreshes.</summary>
    public static int Power(int rank) => FirstRank + (2 * rank) + 1;

    /// <summary>The track of a bank of a pseudo-channel: rank * banks + bank.</summary>
    public int Bank(int bank) => FirstRank + (2 * organization.Ranks) + bank;

    /// <summary>Places of units in a rank; 0 where no programs run.</summary>
    public int UnitsPerRank => unitsPerRank;

    /// <summary>The track of a unit of a pseudo-channel: rank * units + unit.</summary>
    public int Unit(int unit) => Bank(organization.Ranks * organization.Banks) + unit;

    /// <summary>The track of the layer that a rank is at.</summary>
    public int Layer(int rank) => Unit(organization.Ranks * unitsPerRank) + (2 * rank);

    /// <summary>The track of the phase that a rank is in.</summary>
    public int Phase(int rank) => Layer(rank) + 1;

    /// <summary>What a phase is called, as in results.</summary>
    public static string NameOf(CommandPhase phase) => Phases[(int)phase];

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

            if (unitsPerRank > 0)
            {
                DescribeUnits(events, Process(p));
            }
        }
    }

    private void DescribeUnits(TraceEvents events, int process)
    {
        for (int rank = 0; rank < organization.Ranks; rank++)
        {
            string where = organization.Ranks > 1 ? $"rank {rank} " : "";
            int above = 2 * (rank - organization.Ranks);
            events.Name(process, Layer(rank), $"{where}layer", above);
            events.Name(process, Phase(rank), $"{where}phase", above + 1);
            for (int unit = 0; unit < unitsPerRank; unit++)
            {
                events.Name(process, Unit((rank * unitsPerRank) + unit), $"{where}unit {unit}");
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
