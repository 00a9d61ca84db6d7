namespace PimSim.Models;

/// <summary>Storage inside a unit that <c>PIM_WRITE_BACK</c>, <c>PIM_READ_OUT</c> and <c>PIM_CLEAR</c> name.</summary>
public enum PimBuffer
{
    /// <summary>The output buffer, one column access wide.</summary>
    Output,

    /// <summary>Accumulators, packed 16 bits each from index Register on.</summary>
    Accumulators,

    /// <summary>Vector register Register.</summary>
    Vector,

    /// <summary>Input register Register.</summary>
    Input,
}
