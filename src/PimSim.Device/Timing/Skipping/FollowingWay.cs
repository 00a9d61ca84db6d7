using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>The way of the domain that comes behind: it keeps clear of what is taken.</summary>
/// <param name="calendar">Calendar of the one that goes ahead.</param>
internal readonly struct FollowingWay(BusCalendar calendar) : IBusWay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter(int bus, long cycle, int cycles) => !calendar.IsTaken(bus, cycle);
}
