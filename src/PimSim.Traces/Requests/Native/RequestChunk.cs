using System.Buffers.Binary;
using System.Numerics;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// The layout of a chunk of requests: differences of cycles and addresses less their smallest, in as few whole bytes as the
/// largest of a block takes. A reader then loads each with one load, without a guess at its length.
/// </summary>
/// <remarks>
/// All numbers are little-endian. Every difference is taken from 0 at the start of a chunk.
/// <code>
/// 0  4  number of requests N, 1 to 65536
/// 4  4  number of writes W
/// blocks of 256 requests (the last one of n, the rest):
///    0  8  C: smallest difference of cycles
///    8  8  A: smallest difference of addresses, modulo 2^64
///   16  1  c: bytes of a cycle, 0 to 8
///   17  1  a: bytes of an address, 0 to 8
///   18  1  s: bits that an address is shifted by
///   19  1  0: all read, 1: all write, 2: a bitmap follows
///   20 nc  cycles: difference - C
///    . na  addresses: (difference - A) >> s
///    .  .  bitmap, (n + 7) / 8 bytes: bit i % 8 of byte i / 8 is 1 for a write
/// data of the W writes, as many bytes each as the header says
/// 8 bytes 0, so that 8 bytes can be loaded wherever a number starts
/// </code>
/// </remarks>
internal static class RequestChunk
{
    public const int HeadBytes = 8;
    public const int BlockRequests = 256;
    public const int BlockHeadBytes = 20;
    public const int PaddingBytes = 8;

    /// <summary>A chunk at most, without data.</summary>
    public const int MaximumBytes = HeadBytes + (TraceLimits.ChunkRequests / BlockRequests * (BlockHeadBytes + (16 * BlockRequests) + (BlockRequests / 8))) + PaddingBytes;

    public const byte AllReads = 0;
    public const byte AllWrites = 1;
    public const byte Bitmap = 2;

    /// <summary>Writes a chunk without its data and padding; gives its length.</summary>
    public static int Encode(ReadOnlySpan<Request> requests, Span<byte> chunk)
    {
        BinaryPrimitives.WriteInt32LittleEndian(chunk, requests.Length);
        int writes = 0;
        int at = HeadBytes;
        Request before = default;
        for (int start = 0; start < requests.Length; start += BlockRequests)
        {
            ReadOnlySpan<Request> block = requests[start..Math.Min(requests.Length, start + BlockRequests)];
            at += EncodeBlock(block, before, chunk[at..], ref writes);
            before = block[^1];
        }

        BinaryPrimitives.WriteInt32LittleEndian(chunk[4..], writes);
        return at;
    }

    private static int EncodeBlock(ReadOnlySpan<Request> block, Request before, Span<byte> bytes, ref int writes)
    {
        Span<long> cycles = stackalloc long[BlockRequests];
        Span<long> addresses = stackalloc long[BlockRequests];
        int blockWrites = 0;
        for (int i = 0; i < block.Length; i++)
        {
            cycles[i] = block[i].Cycle - before.Cycle;
            addresses[i] = unchecked((long)(block[i].Address - before.Address));
            blockWrites += block[i].IsWrite ? 1 : 0;
            before = block[i];
        }

        writes += blockWrites;
        cycles = cycles[..block.Length];
        addresses = addresses[..block.Length];
        (long cycleBase, int cycleBytes, _) = Reduce(cycles, shifted: false);
        (long addressBase, int addressBytes, int shift) = Reduce(addresses, shifted: true);
        byte kind = blockWrites == 0 ? AllReads : blockWrites == block.Length ? AllWrites : Bitmap;
        BinaryPrimitives.WriteInt64LittleEndian(bytes, cycleBase);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], addressBase);
        bytes[16] = (byte)cycleBytes;
        bytes[17] = (byte)addressBytes;
        bytes[18] = (byte)shift;
        bytes[19] = kind;
        int at = BlockHeadBytes;
        at = Put(cycles, cycleBytes, bytes, at);
        at = Put(addresses, addressBytes, bytes, at);
        if (kind == Bitmap)
        {
            Span<byte> bits = bytes.Slice(at, (block.Length + 7) / 8);
            bits.Clear();
            for (int i = 0; i < block.Length; i++)
            {
                bits[i / 8] |= (byte)(block[i].IsWrite ? 1 << (i % 8) : 0);
            }

            at += bits.Length;
        }

        return at;
    }

    /// <summary>Takes off the smallest difference and the zeros that all end in.</summary>
    private static (long Base, int Bytes, int Shift) Reduce(Span<long> differences, bool shifted)
    {
        long smallest = differences[0];
        foreach (long difference in differences)
        {
            smallest = Math.Min(smallest, difference);
        }

        ulong all = 0;
        foreach (ref long difference in differences)
        {
            difference = unchecked(difference - smallest);
            all |= (ulong)difference;
        }

        int shift = shifted && all != 0 ? BitOperations.TrailingZeroCount(all) : 0;
        foreach (ref long difference in differences)
        {
            difference = (long)((ulong)difference >> shift);
        }

        return (smallest, (64 - BitOperations.LeadingZeroCount(all >> shift) + 7) / 8, shift);
    }

    private static int Put(ReadOnlySpan<long> values, int width, Span<byte> bytes, int at)
    {
        foreach (long value in values)
        {
            for (int b = 0; b < width; b++)
            {
                bytes[at + b] = (byte)(value >> (8 * b));
            }

            at += width;
        }

        return at;
    }
}
