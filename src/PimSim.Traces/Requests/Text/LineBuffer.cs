using PimSim.Core;

namespace PimSim.Traces;

/// <summary>Gives the whole lines of a stream, many at a time, out of one buffer.</summary>
internal sealed class LineBuffer(Stream stream, string file)
{
    /// <summary>Bytes of a line at most.</summary>
    public const int MaximumLineBytes = 1 << 14;

    private const int Capacity = 1 << 18;

    // One more byte for the line end that a last line may lack.
    private readonly byte[] buffer = new byte[Capacity + 1];
    private int filled;
    private bool ended;

    /// <summary>Where reading goes on in <see cref="Lines"/>.</summary>
    public int Position { get; set; }

    /// <summary>Lines read before <see cref="Position"/>.</summary>
    public long LinesBefore { get; set; }

    /// <summary>Whole lines; the last byte is a line end.</summary>
    public ReadOnlySpan<byte> Lines => this.buffer.AsSpan(0, complete);

    private int complete;

    /// <summary>Fetches more lines once all were read; false at the end.</summary>
    /// <exception cref="UserErrorException">PIM0523: a line is too long. PIM0021, PIM0525 of the stream.</exception>
    public bool TryFill()
    {
        int tail = filled - complete;
        this.buffer.AsSpan(complete, tail).CopyTo(this.buffer);
        (Position, complete, filled) = (0, 0, tail);
        while (!ended)
        {
            int count = stream.Read(this.buffer.AsSpan(filled, Capacity - filled));
            int end = this.buffer.AsSpan(filled, count).LastIndexOf((byte)'\n');
            int before = filled;
            filled += count;
            ended = count == 0;
            if (end >= 0)
            {
                complete = before + end + 1;
                return true;
            }

            if (filled > MaximumLineBytes)
            {
                throw LineFaults.TooLong(file, LinesBefore + 1, MaximumLineBytes);
            }
        }

        if (filled == 0)
        {
            return false;
        }

        this.buffer[filled] = (byte)'\n';
        filled++;
        complete = filled;
        return true;
    }
}
