namespace PimSim.Device;

/// <summary>What a walk asks before it takes a bus as soon as its own rules allow.</summary>
internal interface IBusWay
{
    /// <summary>Takes the bus, unless somebody else may have it.</summary>
    bool Enter(int bus, long cycle, int cycles);
}
