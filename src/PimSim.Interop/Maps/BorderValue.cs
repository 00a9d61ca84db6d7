namespace PimSim.Interop;

/// <summary>What the border of a padded convolution holds.</summary>
internal enum BorderValue
{
    /// <summary>A true 0, which adds nothing.</summary>
    Zero,

    /// <summary>+1.</summary>
    Plus,

    /// <summary>-1.</summary>
    Minus,
}
