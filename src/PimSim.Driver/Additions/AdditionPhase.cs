namespace PimSim.Driver;

/// <summary>Stages of <see cref="AdditionKernel"/>; the layers of its program.</summary>
public enum AdditionPhase
{
    /// <summary>The host writes the operands into the cells.</summary>
    Load,

    /// <summary>The units add, and write the sums to the cells.</summary>
    Add,

    /// <summary>The host reads the sums.</summary>
    Read,
}
