using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Reads a text format: bytes in one buffer, no string and no allocation for a line.</summary>
internal sealed class TextRequestReader<TSyntax>(TraceInput input, RequestReadOptions options) : IRequestReader
    where TSyntax : struct, IRequestSyntax
{
    private readonly LineBuffer lines = new(input, input.FileName);
    private readonly LineContext context = new(options);

    /// <inheritdoc/>
    public int DataBytes => Math.Max(0, this.context.DataBytes);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> WriteData => this.context.Data;

    /// <inheritdoc/>
    public Diagnostic? Truncation => null;

    /// <inheritdoc/>
    public int Read(Span<Request> buffer)
    {
        this.context.ForgetData();
        int count = 0;
        while (count < buffer.Length && (this.lines.Position < this.lines.Lines.Length || this.lines.TryFill()))
        {
            count += ReadLines(buffer[count..]);
        }

        return count;
    }

    private int ReadLines(Span<Request> buffer)
    {
        ReadOnlySpan<byte> text = this.lines.Lines;
        LineContext shared = this.context;
        int position = this.lines.Position;
        long line = this.lines.LinesBefore;
        int count = 0;
        while (count < buffer.Length && position < text.Length)
        {
            int start = position;
            LineResult result = TSyntax.Parse(text, ref position, shared, out buffer[count]);
            line++;
            if (position - start > LineBuffer.MaximumLineBytes)
            {
                throw LineFaults.TooLong(input.FileName, line, LineBuffer.MaximumLineBytes);
            }

            if (result == LineResult.Request)
            {
                count++;
            }
            else if (result != LineResult.Nothing)
            {
                throw LineFaults.Of(input.FileName, line, position - start + 1, result, text[position..], shared);
            }
        }

        this.lines.Position = position;
        this.lines.LinesBefore = line;
        return count;
    }
}
