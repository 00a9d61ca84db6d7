namespace PimSim.Bits;

/// <summary>
/// Zeroed bytes that start at a cache line and do not move, so that a 512-bit load never straddles two lines. Whoever
/// uses <see cref="Pointer"/> keeps this object alive meanwhile.
/// </summary>
internal sealed unsafe class AlignedBytes
{
    private const int Alignment = 64;
    private readonly byte[] _bytes;
    private readonly int _start;

    public AlignedBytes(long length, string parameter)
    {
        if (length > Array.MaxLength - Alignment)
        {
            throw new ArgumentException($"{length} bytes exceed one array", parameter);
        }

        Length = (int)length;
        _bytes = GC.AllocateArray<byte>(Length + Alignment, pinned: true);
        nuint address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _bytes[0]);
        _start = (int)((Alignment - (address % Alignment)) % Alignment);
    }

    public int Length { get; }

    public byte* Pointer => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _bytes[_start]);

    public Span<byte> Span => _bytes.AsSpan(_start, Length);
}
