namespace PimSim.Bits;

/// <summary>
/// fp32 lanes of one width. Kernels are written once over this interface: a lane holds one output, so the width changes
/// nothing in the result. Every member rounds as IEEE 754 says, each lane for itself.
/// </summary>
/// <typeparam name="TVector">The vector type, or float for one lane.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TVector FusedMultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector SquareRoot(TVector a);

    static abstract TVector Absolute(TVector a);

    /// <summary>All bits set in lanes where a &gt; b (false when either is not a number).</summary>
    static abstract TVector GreaterThan(TVector a, TVector b);

    /// <summary>All bits set in lanes where a &gt;= b (false when either is not a number).</summary>
    static abstract TVector GreaterThanOrEqual(TVector a, TVector b);

    /// <summary>a where the mask's bits are set, b elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);

    /// <summary>a where a &gt; b, b elsewhere (also when either is not a number, or both are zeros).</summary>
    static abstract TVector Larger(TVector a, TVector b);

    /// <summary>For each lane one of the four values at <paramref name="table"/>: the one its place, an integer's bits from 0 to 3, names.</summary>
    static abstract TVector OneOfFour(float* table, TVector places);

    /// <summary>Dot products of +1 and -1 from integers: bases - 2 * mismatches, which fp32 holds exactly below 2^24.</summary>
    static abstract TVector Dots(int* bases, int* mismatches);
}
