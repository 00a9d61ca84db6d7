namespace PimSim.Traces;

/// <summary>
/// A named array that the read-outs of a trace fill, so that results can be taken from an execution that knows nothing
/// of what was computed.
/// </summary>
/// <param name="Name">For example <c>scores</c>; unique in a trace.</param>
/// <param name="Element">Format of its elements.</param>
/// <param name="Shape">Extents, slowest first, each at least 1.</param>
public sealed record ResultStream(string Name, StreamElement Element, IReadOnlyList<int> Shape)
{
    /// <summary>Elements of all extents.</summary>
    public long Length => Shape.Aggregate(1L, (product, extent) => checked(product * extent));

    /// <summary>Bits of one element.</summary>
    public int ElementBits => Element switch
    {
        StreamElement.Fp32 => 32,
        StreamElement.I16 => 16,
        _ => 1,
    };
}
