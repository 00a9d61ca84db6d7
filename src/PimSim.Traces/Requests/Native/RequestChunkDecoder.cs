using System.Buffers.Binary;
using System.Numerics;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Reads what <see cref="RequestChunk"/> writes block by block, taking nothing on trust.</summary>
internal sealed class RequestChunkDecoder
{
    private readonly Request[] block = new Request[RequestChunk.BlockRequests];
    private readonly int dataBytes;
    private long cycle;
    private ulong address;
    private int at;
    private int requestsLeft;
    private int writesLeft;

    /// <param name="dataBytes">Bytes of every write.</param>
    public RequestChunkDecoder(int dataBytes) => this.dataBytes = dataBytes;

    /// <summary>The requests of the last block.</summary>
    public ReadOnlySpan<Request> Block => this.block;

    /// <summary>Whether blocks are left.</summary>
    public bool HasBlocks => requestsLeft > 0;

    /// <summary>Writes of the chunk.</summary>
    public int Writes { get; private set; }

    /// <summary>Where the data of the writes start in the chunk.</summary>
    public int DataStart { get; private set; }

    /// <summary>Starts a chunk; gives what is wrong with it, or null.</summary>
    public string? Start(ReadOnlySpan<byte> chunk)
    {
        (cycle, address, at) = (0, 0, RequestChunk.HeadBytes);
        if (chunk.Length < RequestChunk.HeadBytes + RequestChunk.PaddingBytes)
        {
            return $"it has {chunk.Length} bytes";
        }

        requestsLeft = BinaryPrimitives.ReadInt32LittleEndian(chunk);
        writesLeft = BinaryPrimitives.ReadInt32LittleEndian(chunk[4..]);
        Writes = writesLeft;
        long start = chunk.Length - RequestChunk.PaddingBytes - ((long)this.dataBytes * writesLeft);
        if (requestsLeft is < 1 or > TraceLimits.ChunkRequests || writesLeft < 0 || writesLeft > requestsLeft || start < RequestChunk.HeadBytes)
        {
            return $"it claims {requestsLeft} requests, {writesLeft} of them writes";
        }

        DataStart = (int)start;
        return null;
    }

    /// <summary>The requests of the next block, or what is wrong with it.</summary>
    public ReadOnlySpan<Request> Next(ReadOnlySpan<byte> chunk, out string? fault)
    {
        Span<Request> requests = this.block.AsSpan(0, Math.Min(requestsLeft, RequestChunk.BlockRequests));
        fault = DecodeBlock(chunk, requests);
        if (fault is not null)
        {
            return [];
        }

        requestsLeft -= requests.Length;
        if (requestsLeft == 0 && (at != DataStart || writesLeft != 0))
        {
            fault = $"it has {DataStart - at} bytes too many, or {writesLeft} writes too few";
        }

        return requests;
    }

    private string? DecodeBlock(ReadOnlySpan<byte> chunk, Span<Request> requests)
    {
        if (at > DataStart - RequestChunk.BlockHeadBytes)
        {
            return "a block is cut";
        }

        ReadOnlySpan<byte> head = chunk.Slice(at, RequestChunk.BlockHeadBytes);
        (int cycleBytes, int addressBytes, int shift, byte kind) = (head[16], head[17], head[18], head[19]);
        int bitmapBytes = kind == RequestChunk.Bitmap ? (requests.Length + 7) / 8 : 0;
        int cycles = at + RequestChunk.BlockHeadBytes;
        int addresses = cycles + (cycleBytes * requests.Length);
        int bitmap = addresses + (addressBytes * requests.Length);
        int end = bitmap + bitmapBytes;
        if (cycleBytes > 8 || addressBytes > 8 || shift > 63 || kind > RequestChunk.Bitmap || end > DataStart)
        {
            return "a block is impossible or cut";
        }

        int writes = kind == RequestChunk.AllWrites ? requests.Length : Ones(chunk.Slice(bitmap, bitmapBytes), requests.Length);
        if (writes < 0 || writes > writesLeft)
        {
            return "it has other writes than it claims";
        }

        writesLeft -= writes;
        if (!DecodeCycles(chunk[cycles..], cycleBytes, BinaryPrimitives.ReadInt64LittleEndian(head), requests))
        {
            return "its cycles fall";
        }

        DecodeAddresses(chunk[addresses..], addressBytes, shift, BinaryPrimitives.ReadUInt64LittleEndian(head[8..]), requests);
        SetWrites(chunk.Slice(bitmap, bitmapBytes), kind, requests);
        at = end;
        return null;
    }

    private bool DecodeCycles(ReadOnlySpan<byte> bytes, int width, long smallest, Span<Request> requests)
    {
        ulong mask = Mask(width);
        ulong now = (ulong)cycle;
        bool falls = false;
        int offset = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            ulong next = unchecked(now + (ulong)smallest + (BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]) & mask));
            falls |= (long)next < (long)now;
            now = next;
            offset += width;
            requests[i] = new Request((long)now, 0, false);
        }

        cycle = (long)now;
        return !falls;
    }

    private void DecodeAddresses(ReadOnlySpan<byte> bytes, int width, int shift, ulong smallest, Span<Request> requests)
    {
        ulong mask = Mask(width);
        ulong now = address;
        int offset = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            ulong difference = (BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]) & mask) << shift;
            now = unchecked(now + smallest + difference);
            offset += width;
            requests[i] = new Request(requests[i].Cycle, now, false);
        }

        address = now;
    }

    private static void SetWrites(ReadOnlySpan<byte> bits, byte kind, Span<Request> requests)
    {
        if (kind == RequestChunk.AllReads)
        {
            return;
        }

        for (int i = 0; i < requests.Length; i++)
        {
            bool isWrite = kind == RequestChunk.AllWrites || ((bits[i / 8] >> (i % 8)) & 1) != 0;
            requests[i] = new Request(requests[i].Cycle, requests[i].Address, isWrite);
        }
    }

    /// <summary>Ones of a bitmap, or -1 where bits behind its end are set.</summary>
    private static int Ones(ReadOnlySpan<byte> bits, int count)
    {
        int ones = 0;
        foreach (byte eight in bits)
        {
            ones += BitOperations.PopCount(eight);
        }

        return bits.Length > 0 && count % 8 != 0 && bits[^1] >> (count % 8) != 0 ? -1 : ones;
    }

    private static ulong Mask(int width) => width == 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;
}
