using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>Zeroed fp32 values that start at a cache line and do not move: a vector never straddles two lines.</summary>
public sealed class AlignedFloats
{
    private const int LineBytes = 64;
    private readonly float[] values;
    private readonly int start;

    /// <summary>That many zeros.</summary>
    public unsafe AlignedFloats(int length)
    {
        values = GC.AllocateArray<float>(checked(length + (LineBytes / sizeof(float))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref values[0]);
        this.start = (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(float);
        Length = length;
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>All values.</summary>
    public Span<float> Span => values.AsSpan(this.start, Length);

    /// <summary>Some of the values.</summary>
    public Span<float> Slice(int start, int length) => Span.Slice(start, length);
}
