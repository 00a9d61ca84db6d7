namespace PimSim.Driver;

/// <summary>What an <see cref="ElementwiseOperation"/> makes of the windows of an image.</summary>
public enum WindowReduction
{
    /// <summary>No windows: every element by itself.</summary>
    None,

    /// <summary>The maximum; what lies outside the image never wins.</summary>
    Maximum,

    /// <summary>The sum in rising row and column, times the fp32 reciprocal of the window's size.</summary>
    Average,
}
