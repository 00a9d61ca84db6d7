namespace PimSim.Driver;

/// <summary>What it takes that units fetch their instructions out of the cells.</summary>
/// <param name="Loads"><c>PIM_LOAD_PROGRAM</c> commands of all domains.</param>
/// <param name="Bytes">Bytes that all units got by them.</param>
/// <param name="Cycles">Cycles more than with the host's sequencer.</param>
public readonly record struct InstructionLoads(long Loads, long Bytes, long Cycles)
{
    /// <summary>Both.</summary>
    public static InstructionLoads operator +(InstructionLoads a, InstructionLoads b) => new(a.Loads + b.Loads, a.Bytes + b.Bytes, a.Cycles + b.Cycles);

    /// <summary>As often.</summary>
    public static InstructionLoads operator *(InstructionLoads a, int times) => new(a.Loads * times, a.Bytes * times, a.Cycles * times);
}
