namespace PimSim.Device;

/// <summary>What one domain does on one command bus within a window: a bit for each cycle, the first cycle lowest.</summary>
/// <param name="Starts">A command is issued.</param>
/// <param name="Taken">A command of the domain is on the bus.</param>
/// <param name="Held">The domain would have issued, but the bus was taken by another.</param>
internal readonly record struct BusUse(ulong Starts, ulong Taken, ulong Held)
{
    /// <summary>The same in a window that begins <paramref name="cycles"/> later (or, negative, earlier) within it.</summary>
    public BusUse Shift(long cycles) => cycles >= 0
        ? new BusUse(Starts << (int)cycles, Taken << (int)cycles, Held << (int)cycles)
        : new BusUse(Starts >> (int)-cycles, Taken >> (int)-cycles, Held >> (int)-cycles);

    /// <summary>True when this is what the domain does while others take the bus in the cycles <paramref name="blocked"/>.</summary>
    public bool Fits(ulong blocked) => (Starts & blocked) == 0 && (Held & ~blocked) == 0;
}
