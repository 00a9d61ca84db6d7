using System.IO.Hashing;

namespace PimSim.Core;

/// <summary>Checksums of bytes: identity of contents (XxHash128) and transfer errors (CRC-32). Neither is cryptographic.</summary>
public static class ContentHash
{
    /// <summary>Bytes of a raw hash.</summary>
    public const int SizeBytes = 16;

    /// <summary>XxHash128 (seed 0) as 32 lower-case hex digits, in the hash's canonical byte order.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));

    /// <summary>XxHash128 (seed 0) in its canonical byte order, into the first <see cref="SizeBytes"/> of <paramref name="destination"/>.</summary>
    public static void Write(ReadOnlySpan<byte> bytes, Span<byte> destination) => XxHash128.Hash(bytes, destination);

    /// <summary>CRC-32 (IEEE 802.3, the one of zip and PNG).</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes) => System.IO.Hashing.Crc32.HashToUInt32(bytes);
}
