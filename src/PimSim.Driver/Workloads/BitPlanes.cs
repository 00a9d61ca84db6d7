namespace PimSim.Driver;

/// <summary>
/// How whole numbers are held as bits: a number is <see cref="Offset"/> plus the weights of its planes whose bit is set, which are
/// 1, 2, 4 ... A layer counts mismatches plane by plane and adds them with these weights. On the device a set bit is +1, so bit 0.
/// </summary>
/// <param name="Count">Planes, 1 to <see cref="MaxCount"/>.</param>
/// <param name="Offset">The smallest number.</param>
public sealed record BitPlanes(int Count, int Offset)
{
    /// <summary>The most planes.</summary>
    public const int MaxCount = 18;

    /// <summary>The weights of all planes together, which is the range of numbers.</summary>
    public int Total => (1 << Count) - 1;

    /// <summary>The largest magnitude of a number.</summary>
    public int Magnitude => Math.Max(Math.Abs(Offset), Math.Abs(Offset + Total));

    /// <summary>The fewest planes that hold <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static BitPlanes Holding(int least, int most)
    {
        int count = 1;
        while (most - least > (1 << count) - 1)
        {
            count++;
        }

        return new BitPlanes(count, least);
    }

    /// <summary>Whether <paramref name="value"/> is within the range.</summary>
    public bool Holds(int value) => value >= Offset && value - Offset <= Total;

    /// <summary>The device's bit of <paramref name="value"/> in a plane.</summary>
    public bool DeviceBit(int value, int plane) => (((value - Offset) >> plane) & 1) == 0;

    /// <summary>The number that the device's bits stand for.</summary>
    public int Value(Predicate<int> deviceBit)
    {
        int value = Offset;
        for (int plane = 0; plane < Count; plane++)
        {
            value += deviceBit(plane) ? 0 : 1 << plane;
        }

        return value;
    }

    /// <summary>
    /// A dot product with +-1 weights without a weighted mismatch: with m weighted mismatches it is Top - m.
    /// </summary>
    /// <param name="positions">Weights.</param>
    /// <param name="minusSigns">Weights that are -1.</param>
    public int Top(int positions, int minusSigns) => (Total * (positions - minusSigns)) + (Offset * (positions - (2 * minusSigns)));
}
