namespace PimSim.Bnn;

/// <summary>What stands outside the image in a convolution.</summary>
public enum PaddingValue
{
    /// <summary>A true 0: adds nothing to the dot product.</summary>
    Zero,

    /// <summary>+1.</summary>
    PlusOne,

    /// <summary>-1.</summary>
    MinusOne,
}
