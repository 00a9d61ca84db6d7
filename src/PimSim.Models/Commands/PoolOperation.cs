namespace PimSim.Models;

/// <summary>Flags in the Operation operand of <c>PIM_POOL</c>.</summary>
[Flags]
public enum PoolOperation
{
    /// <summary>Replace the destination; +1 wins where the entry's direction bit is clear, -1 wins where it is set.</summary>
    None = 0,

    /// <summary>Take the destination's old bits as one more source.</summary>
    Combine = 1,

    /// <summary>+1 wins whatever the direction bit says (pooling after the activation).</summary>
    IgnoreDirection = 2,
}
