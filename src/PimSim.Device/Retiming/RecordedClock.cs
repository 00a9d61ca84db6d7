using PimSim.Core;

namespace PimSim.Device;

/// <summary>Converts cycles of the clock that a trace was recorded with into those of a device, rounded up, exactly.</summary>
internal sealed class RecordedClock(double recordedPs, double devicePs)
{
    private const long LastCycle = 1L << 60;

    private readonly long recorded = Femtoseconds(recordedPs);
    private readonly long device = Femtoseconds(devicePs);

    /// <summary>The first cycle of the device that does not begin before the recorded one.</summary>
    /// <exception cref="UserErrorException">PIM0626: it is too far.</exception>
    public long Convert(long cycle)
    {
        Int128 converted = (((Int128)cycle * recorded) + device - 1) / device;
        return converted <= LastCycle
            ? (long)converted
            : throw new UserErrorException("PIM0626", $"a command at cycle {cycle} of the trace lies beyond cycle 2^60 of the device", remedy: "re-time it as soon as legal, not at the recorded pace");
    }

    private static long Femtoseconds(double ps) => (long)Math.Round(ps * 1000);
}
