namespace PimSim.Bits;

/// <summary>
/// Zeroed bytes that start at a cache line and do not move, so that a 512-bit load never straddles two lines. Whoever
/// uses <see cref="Pointer"/> keeps this object alive meanwhile.
/// </summary>
internal sealed unsafe class AlignedBytes
{
    private const int Alignment = 64;
    private readonly byte[] bytes;
    private readonly int start;

    public AlignedBytes(long length, string parameter)
    {
        if (length > Array.MaxLength - Alignment)
        {
            throw new ArgumentException($"{length} bytes exceed one array", parameter);
        }

        Length = (int)length;
        bytes = GC.AllocateArray<byte>(Length + Alignment, pinned: true);
        nuint address = (nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref bytes[0]);
        start = (int)((Alignment - (address % Alignment)) % Alignment);
    }

    public int Length { get; }

    public byte* Pointer => (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref bytes[start]);

    public Span<byte> Span => bytes.AsSpan(start, Length);
}
