using System.Text;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Reads a text format of commands line by line; names become numbers once.</summary>
internal sealed class TextCommandReader(TraceInput input, DeviceModel device, ICommandSyntax syntax, bool columnRows) : ICommandReader
{
    private readonly LineBuffer lines = new(input, input.FileName);
    private readonly CommandPlacer placer = new(device, input.FileName, columnRows);
    private readonly List<(byte[] Name, short Id)> known = [];
    private bool started;

    /// <inheritdoc/>
    public Diagnostic? Truncation => null;

    /// <inheritdoc/>
    public int Read(Span<TimedCommand> buffer)
    {
        int count = 0;
        while (count < buffer.Length && (this.lines.Position < this.lines.Lines.Length || this.lines.TryFill()))
        {
            ReadOnlySpan<byte> rest = this.lines.Lines[this.lines.Position..];
            ReadOnlySpan<byte> line = rest[..(rest.IndexOf((byte)'\n') + 1)];
            this.lines.LinesBefore++;
            this.lines.Position += line.Length;
            if (line.Length > LineBuffer.MaximumLineBytes)
            {
                throw LineFaults.TooLong(input.FileName, this.lines.LinesBefore, LineBuffer.MaximumLineBytes);
            }

            if (line[TextScan.SkipBlanks(line, 0)] == '\n')
            {
                continue;
            }

            if (!started)
            {
                started = true;
                if (syntax.ReadHeader(line[..^1], input.FileName))
                {
                    continue;
                }
            }

            buffer[count] = Command(line);
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private TimedCommand Command(ReadOnlySpan<byte> line)
    {
        long number = this.lines.LinesBefore;
        if (syntax.Parse(line, out Range name, out LocatedCommand placed, out int at) is { } fault)
        {
            throw ForeignFaults.Row(input.FileName, number, at + 1, fault);
        }

        short id = Find(line[name], number);
        syntax.Settle(ref placed, device.Organization);
        return this.placer.Place(id, placed, number, 0);
    }

    private short Find(ReadOnlySpan<byte> name, long line)
    {
        foreach ((byte[] knownName, short knownId) in this.known)
        {
            if (name.SequenceEqual(knownName))
            {
                return knownId;
            }
        }

        string text = Encoding.Latin1.GetString(name);
        short id = syntax.StandardName(text) is { } standard ? this.placer.Find(standard) : (short)-1;
        if (id < 0)
        {
            throw ForeignFaults.UnknownCommand(input.FileName, line, 0, text.Length > 40 ? text[..40] + "..." : text, device.Name);
        }

        this.known.Add((name.ToArray(), id));
        return id;
    }
}
