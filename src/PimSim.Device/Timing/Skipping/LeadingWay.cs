using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>The way of the domain that goes ahead: what it takes is written into a calendar.</summary>
/// <param name="calendar">Calendar.</param>
/// <param name="held">By bus: whether the other domain can hold it back there.</param>
internal readonly struct LeadingWay(BusCalendar calendar, bool[] held) : IBusWay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter(int bus, long cycle, int cycles)
    {
        if (held[bus])
        {
            return false;
        }

        calendar.Take(bus, cycle, cycles);
        return true;
    }
}
