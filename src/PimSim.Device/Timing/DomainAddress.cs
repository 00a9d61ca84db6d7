namespace PimSim.Device;

/// <summary>Where a processing domain lies.</summary>
/// <param name="Channel">Channel.</param>
/// <param name="PseudoChannel">Pseudo-channel in it.</param>
/// <param name="Rank">Rank in that.</param>
public readonly record struct DomainAddress(int Channel, int PseudoChannel, int Rank)
{
    /// <summary>The address of domain <paramref name="index"/> of a device: channel, then pseudo-channel, then rank fastest.</summary>
    public static DomainAddress FromIndex(Models.Organization organization, int index)
    {
        int rank = index % organization.Ranks;
        int rest = index / organization.Ranks;
        return new DomainAddress(rest / organization.PseudoChannels, rest % organization.PseudoChannels, rank);
    }
}
