using System.Runtime.CompilerServices;

namespace PimSim.Bits;

/// <summary>Zeroed fp32 values that start at a cache line and do not move: a vector never straddles two lines.</summary>
public sealed class AlignedFloats
{
    private const int LineBytes = 64;
    private readonly float[] _values;
    private readonly int _start;

    /// <summary>That many zeros.</summary>
    public unsafe AlignedFloats(int length)
    {
        _values = GC.AllocateArray<float>(checked(length + (LineBytes / sizeof(float))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _values[0]);
        _start = (int)((LineBytes - (address % LineBytes)) % LineBytes) / sizeof(float);
        Length = length;
    }

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>All values.</summary>
    public Span<float> Span => _values.AsSpan(_start, Length);

    /// <summary>Some of the values.</summary>
    public Span<float> Slice(int start, int length) => Span.Slice(start, length);
}
