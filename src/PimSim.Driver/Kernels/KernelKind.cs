namespace PimSim.Driver;

/// <summary>Plain kernels for validation.</summary>
public enum KernelKind
{
    /// <summary>Matrix times vector.</summary>
    Gemv,

    /// <summary>Sum of two vectors.</summary>
    Add,

    /// <summary>Product of two vectors, value by value.</summary>
    Mul,

    /// <summary>A vector's values above 0, else 0.</summary>
    Relu,
}
