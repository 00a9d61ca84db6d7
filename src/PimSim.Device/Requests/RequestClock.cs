using System.Runtime.CompilerServices;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// When the commands that serve requests are legal at each bank of a pseudo-channel, split by where the rules are
/// counted: in the bank, in its group, above. What lies above is the same for all banks of a rank.
/// </summary>
internal sealed class RequestClock
{
    private readonly ChannelTiming timing;
    private readonly int[] bankSlot;
    private readonly int[] groupSlot;
    private readonly (int Channel, int PseudoChannel, int Rank)[] upperSlots;
    private readonly int[] bus;
    private readonly int[] rankOf;
    private readonly long[] above;

    /// <param name="table">Rules.</param>
    /// <param name="roles">Ids.</param>
    /// <param name="timing">The channel's.</param>
    /// <param name="firstDomainInChannel">Of the pseudo-channel.</param>
    /// <param name="ranks">In the pseudo-channel.</param>
    /// <param name="banksPerRank">In a rank.</param>
    /// <param name="autoPrecharge">Whether RDA and WRA are issued.</param>
    public RequestClock(TimingTable table, CommandRoles roles, ChannelTiming timing, int firstDomainInChannel, int ranks, int banksPerRank, bool autoPrecharge)
    {
        this.timing = timing;
        TimingPlaces places = table.Places;
        Ids = [roles.Read, roles.Write, roles.Activate, roles.Precharge, .. autoPrecharge ? new[] { roles.ReadAutoPrecharge, roles.WriteAutoPrecharge } : []];
        above = new long[ranks];
        rankOf = [.. Enumerable.Range(0, ranks * banksPerRank).Select(b => b / banksPerRank)];
        int banks = ranks * banksPerRank;
        bankSlot = new int[Ids.Length * banks];
        groupSlot = new int[Ids.Length * banks];
        upperSlots = new (int Channel, int PseudoChannel, int Rank)[Ids.Length * ranks];
        bus = new int[Ids.Length * ranks];
        for (int c = 0; c < Ids.Length; c++)
        {
            for (int b = 0; b < banks; b++)
            {
                int place = places.Place(Ids[c], firstDomainInChannel + (b / banksPerRank), b % banksPerRank);
                bankSlot[(c * banks) + b] = places.SlotOf(place, LevelKind.Bank);
                groupSlot[(c * banks) + b] = places.SlotOf(place, LevelKind.BankGroup);
            }

            for (int r = 0; r < ranks; r++)
            {
                int place = places.Place(Ids[c], firstDomainInChannel + r, 0);
                upperSlots[(c * ranks) + r] =
                    (places.SlotOf(place, LevelKind.Channel), places.SlotOf(place, LevelKind.PseudoChannel), places.SlotOf(place, LevelKind.Rank));
                bus[(c * ranks) + r] = places.Bus(Ids[c], firstDomainInChannel + r);
            }
        }
    }

    /// <summary>By command: id in the standard.</summary>
    public int[] Ids { get; }

    /// <summary>Cycle by the rules that are counted in the bank.</summary>
    public long BankFree(RequestCommand command, int bank) => timing.Slots[bankSlot[((int)command * rankOf.Length) + bank]];

    /// <summary>The rank of a bank.</summary>
    public int RankOf(int bank) => rankOf[bank];

    /// <summary>The slot of the rules that are counted in the bank's group.</summary>
    public int GroupSlot(RequestCommand command, int bank) => groupSlot[((int)command * rankOf.Length) + bank];

    /// <summary>
    /// By rank: cycle by everything that is counted above bank groups, the command bus too, not before <paramref name="now"/>.
    /// </summary>
    /// <param name="command">Which.</param>
    /// <param name="now">No earlier.</param>
    /// <param name="soonest">The least of them.</param>
    public ReadOnlySpan<long> Above(RequestCommand command, long now, out long soonest)
    {
        ReadOnlySpan<long> slots = timing.Slots;
        ReadOnlySpan<long> busFree = timing.BusesFree;
        soonest = long.MaxValue;
        for (int r = 0; r < above.Length; r++)
        {
            int i = ((int)command * above.Length) + r;
            (int a, int b, int c) = upperSlots[i];
            long t = Math.Max(Math.Max(Math.Max(now, busFree[bus[i]]), slots[a]), Math.Max(slots[b], slots[c]));
            above[r] = t;
            soonest = Math.Min(soonest, t);
        }

        return above;
    }

    /// <summary>First legal cycle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Earliest(RequestCommand command, int bank)
    {
        int i = ((int)command * above.Length) + rankOf[bank];
        (int a, int b, int c) = upperSlots[i];
        ReadOnlySpan<long> slots = timing.Slots;
        long t = Math.Max(timing.BusesFree[bus[i]], Math.Max(BankFree(command, bank), slots[GroupSlot(command, bank)]));
        return Math.Max(Math.Max(t, slots[a]), Math.Max(slots[b], slots[c]));
    }
}
