using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Makes addresses of address vectors for devices.</summary>
public static class AddressComposers
{
    /// <summary>
    /// For vectors in the order channel, pseudo-channel, rank, bank group, bank, row, column (in bursts); levels of which the
    /// device has one may be left out. Null for a device whose addresses cannot be cut into bits.
    /// </summary>
    public static AddressComposer? For(DeviceModel device)
    {
        if (device.Controller.Mapping is not { } mapping)
        {
            return null;
        }

        Organization o = device.Organization;
        int[] limits = [o.Channels, o.PseudoChannels, o.Ranks, o.BankGroups, o.BanksPerGroup, o.Rows, o.ColumnAccesses];
        return levels =>
        {
            Span<int> place = stackalloc int[limits.Length];
            return TrySpread(levels, limits, place)
                ? mapping.Encode(new RequestPlace(place[0], place[1], place[2], (place[3] * o.BanksPerGroup) + place[4], place[5], place[6]))
                : null;
        };
    }

    /// <summary>A vector has all levels, or all of which there is more than one, or those and channel and rank.</summary>
    private static bool TrySpread(ReadOnlySpan<long> levels, ReadOnlySpan<int> limits, Span<int> place)
    {
        const int channel = 0;
        const int rank = 2;
        int several = 0;
        for (int i = 0; i < limits.Length; i++)
        {
            several += limits[i] > 1 ? 1 : 0;
        }

        bool isAll = levels.Length == limits.Length;
        bool isSeveral = levels.Length == several;
        int at = 0;
        for (int i = 0; i < limits.Length; i++)
        {
            bool isGiven = isAll || limits[i] > 1 || (!isSeveral && i is channel or rank);
            place[i] = 0;
            if (!isGiven)
            {
                continue;
            }

            if (at == levels.Length || levels[at] >= limits[i])
            {
                return false;
            }

            place[i] = (int)levels[at];
            at++;
        }

        return at == levels.Length;
    }
}
