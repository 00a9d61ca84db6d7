using System.Buffers.Binary;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Puts the read-outs of an execution together to the result streams that a trace names.</summary>
public sealed class ResultStreamAssembler
{
    private readonly IReadOnlyList<ResultStream> streams;
    private readonly string file;
    private readonly int chips;
    private readonly int beatBytes;
    private readonly byte[][] content;
    private readonly bool[][] filled;

    /// <summary>Starts with nothing filled.</summary>
    /// <param name="header">Names the streams.</param>
    /// <param name="organization">Says which byte of a beat belongs to which chip.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    public ResultStreamAssembler(CommandTraceHeader header, Organization organization, string fileName)
    {
        streams = header.Streams;
        file = fileName;
        chips = organization.Chips;
        beatBytes = organization.BusBits / 8;
        content = [.. streams.Select(s => new byte[((s.Length * s.ElementBits) + 7) / 8])];
        filled = [.. streams.Select(s => new bool[s.Length])];
    }

    /// <summary>Takes what one read-out gave.</summary>
    /// <param name="payload">Bytes in beat order, one column access.</param>
    /// <param name="slices">The slices of that command, checked by the reader against the device.</param>
    public void Accept(ReadOnlySpan<byte> payload, ReadOnlySpan<StreamSlice> slices)
    {
        if (slices.IsEmpty)
        {
            return;
        }

        Span<byte> words = stackalloc byte[payload.Length];
        ChipWords.FromBeats(payload, words, chips, beatBytes);
        foreach (StreamSlice slice in slices)
        {
            for (int i = 0; i < slice.Count; i++)
            {
                long target = slice.First + ((long)i * slice.Step);
                Copy(words, slice.Skip + i, content[slice.Stream], target, streams[slice.Stream].ElementBits);
                filled[slice.Stream][target] = true;
            }
        }
    }

    /// <summary>The bytes of a stream, elements in order as <see cref="StreamElement"/> says.</summary>
    /// <exception cref="UserErrorException">PIM0509: elements are missing.</exception>
    public ReadOnlyMemory<byte> Complete(int stream)
    {
        long missing = filled[stream].LongCount(f => !f);
        return missing == 0 ? content[stream] : throw TraceFaults.Incomplete(file, streams[stream].Name, missing, streams[stream].Length);
    }

    /// <summary>A complete fp32 stream as numbers.</summary>
    /// <exception cref="UserErrorException">PIM0509: elements are missing.</exception>
    public float[] Reals(int stream)
    {
        ReadOnlySpan<byte> bytes = Complete(stream).Span;
        float[] values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }

    private static void Copy(ReadOnlySpan<byte> source, int from, byte[] target, long to, int bits)
    {
        if (bits == 1)
        {
            int mask = 1 << (int)(to % 8);
            bool set = ((source[from / 8] >> (from % 8)) & 1) != 0;
            target[to / 8] = (byte)(set ? target[to / 8] | mask : target[to / 8] & ~mask);
            return;
        }

        int bytes = bits / 8;
        source.Slice(from * bytes, bytes).CopyTo(target.AsSpan((int)(to * bytes)));
    }
}
