namespace PimSim.Traces;

/// <summary>Format of the elements of a <see cref="ResultStream"/>.</summary>
public enum StreamElement
{
    /// <summary>IEEE 754 binary32, little-endian.</summary>
    Fp32,

    /// <summary>16-bit integers, little-endian.</summary>
    I16,

    /// <summary>Single bits; element i is bit i % 8 of byte i / 8.</summary>
    Bits,
}
