namespace PimSim.Driver;

/// <summary>Buffers of one thread, grown as layers ask.</summary>
internal sealed class TwinScratch
{
    private float[] numbers = [];
    private float[] sums = [];
    private int[] counts = [];
    private int[] planeCounts = [];

    public Span<float> Numbers(int length) => Grow(ref numbers, length);

    public Span<float> Sums(int length) => Grow(ref sums, length);

    public Span<int> Counts(int length) => Grow(ref counts, length);

    public Span<int> PlaneCounts(int length) => Grow(ref planeCounts, length);

    private static Span<T> Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }

        return buffer.AsSpan(0, length);
    }
}
