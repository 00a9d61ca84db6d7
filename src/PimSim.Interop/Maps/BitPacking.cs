namespace PimSim.Interop;

/// <summary>Whether the last axis of a weight tensor is packed into bits; each of its rows starts at a new element.</summary>
internal enum BitPacking
{
    /// <summary>One weight an element.</summary>
    None,

    /// <summary>The first weight in the lowest bit.</summary>
    LsbFirst,

    /// <summary>The first weight in the highest bit of a byte (numpy.packbits).</summary>
    MsbFirst,
}
