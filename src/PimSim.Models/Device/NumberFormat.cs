namespace PimSim.Models;

/// <summary>Number format of a unit's SIMD lanes.</summary>
public enum NumberFormat
{
    /// <summary>IEEE 754 binary32.</summary>
    Fp32,

    /// <summary>bfloat16, rounded to nearest even after each operation.</summary>
    Bf16,

    /// <summary>IEEE 754 binary16, rounded to nearest even after each operation.</summary>
    Fp16,
}
