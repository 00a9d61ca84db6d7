using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>One bank of a replay.</summary>
internal sealed record ReplayBank
{
    /// <param name="organization">Tells where a bank lies.</param>
    /// <param name="index">Number through the device: channel, pseudo-channel, rank, bank.</param>
    /// <param name="counters">What happened there.</param>
    /// <param name="utilization">Fraction of the run for which the bank's data were on the bus.</param>
    public ReplayBank(Organization organization, int index, BankCounters counters, double utilization)
    {
        int domain = index / organization.Banks;
        int bank = index % organization.Banks;
        Channel = domain / organization.DomainsPerChannel;
        PseudoChannel = domain / organization.Ranks % organization.PseudoChannels;
        Rank = domain % organization.Ranks;
        BankGroup = bank / organization.BanksPerGroup;
        Bank = bank % organization.BanksPerGroup;
        Counters = counters;
        Utilization = utilization;
    }

    public int Channel { get; }

    public int PseudoChannel { get; }

    public int Rank { get; }

    public int BankGroup { get; }

    /// <summary>Bank in its group.</summary>
    public int Bank { get; }

    public BankCounters Counters { get; }

    public double Utilization { get; }
}
