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
    private readonly int banksPerRank;
    private readonly int ranks;
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
        this.banksPerRank = banksPerRank;
        this.ranks = ranks;
        TimingPlaces places = table.Places;
        Ids = [roles.Read, roles.Write, roles.Activate, roles.Precharge, .. autoPrecharge ? new[] { roles.ReadAutoPrecharge, roles.WriteAutoPrecharge } : []];
        above = new long[Ids.Length * ranks];
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
    public long BankFree(RequestCommand command, int bank) => timing.Slots[bankSlot[((int)command * banksPerRank * ranks) + bank]];

    /// <summary>Where <see cref="Above"/> has the cycle of a command at a bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AboveIndex(RequestCommand command, int bank) => ((int)command * ranks) + (bank / banksPerRank);

    /// <summary>The slot of the rules that are counted in the bank's group.</summary>
    public int GroupSlot(RequestCommand command, int bank) => groupSlot[((int)command * banksPerRank * ranks) + bank];

    /// <summary>
    /// By <see cref="AboveIndex"/>: cycle by everything that is counted above bank groups, the command bus too, not before
    /// <paramref name="now"/>.
    /// </summary>
    public ReadOnlySpan<long> Above(long now)
    {
        ReadOnlySpan<long> slots = timing.Slots;
        ReadOnlySpan<long> busFree = timing.BusesFree;
        for (int i = 0; i < above.Length; i++)
        {
            long t = Math.Max(now, busFree[bus[i]]);
            (int a, int b, int c) = upperSlots[i];
            above[i] = Math.Max(Math.Max(t, slots[a]), Math.Max(slots[b], slots[c]));
        }

        return above;
    }

    /// <summary>First legal cycle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Earliest(RequestCommand command, int bank)
    {
        int i = AboveIndex(command, bank);
        (int a, int b, int c) = upperSlots[i];
        ReadOnlySpan<long> slots = timing.Slots;
        long t = Math.Max(timing.BusesFree[bus[i]], Math.Max(BankFree(command, bank), slots[GroupSlot(command, bank)]));
        return Math.Max(Math.Max(t, slots[a]), Math.Max(slots[b], slots[c]));
    }
}
