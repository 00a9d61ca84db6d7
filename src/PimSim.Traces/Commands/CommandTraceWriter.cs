using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Writes a command trace (<c>.pimtrace</c>, kind <c>commands</c>) as the commands come, in bounded memory: a chunk at a
/// time. Commands of one domain come in rising cycles; domains may come in any order. Not thread-safe. Equal input
/// gives equal bytes.
/// </summary>
/// <remarks>
/// <code>
/// container of Core, format Trace, version 1
///   header    MessagePack map: kind, device, deviceHash, clockPs, commands, provenance, streams (HeaderCodec)
///   section 1, repeated: a chunk of commands, compressed (ChunkEncoder), with length and checksum
/// </code>
/// </remarks>
public sealed class CommandTraceWriter : IDisposable
{
    private readonly PendingFile? file;
    private readonly string name;
    private readonly CommandTraceHeader header;
    private readonly ContainerWriter container;
    private readonly TraceChunk chunk = new();
    private readonly ChunkEncoder encoder = new();
    private readonly Dictionary<(short, byte, byte), long> lastCycle = [];
    private bool complete;

    /// <summary>Writes to a stream, which stays open.</summary>
    public CommandTraceWriter(Stream stream, CommandTraceHeader header)
        : this(stream, header, "trace", null)
    {
    }

    private CommandTraceWriter(Stream stream, CommandTraceHeader header, string name, PendingFile? file)
    {
        this.file = file;
        this.name = name;
        this.header = header;
        container = Guarded(() => new ContainerWriter(stream, ContainerFormat.Trace, TraceLimits.Version, HeaderCodec.Encode(header)));
    }

    /// <summary>Commands added so far.</summary>
    public long Commands { get; private set; }

    /// <summary>Payload bytes added so far.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>
    /// Writes to a file that appears under its name only on <see cref="Complete"/>; disposing before leaves what was there.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0020: the file cannot be written.</exception>
    public static CommandTraceWriter Create(string path, CommandTraceHeader header)
    {
        PendingFile file = new(path);
        try
        {
            return new CommandTraceWriter(file.Stream, header, path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends one command.</summary>
    /// <param name="command">Its id is an index into the header's names.</param>
    /// <param name="payload">Bus data, at most 4096 bytes: written, loaded or, for read-outs, what was read.</param>
    /// <param name="slices">What of a read-out belongs to result streams.</param>
    /// <exception cref="InternalErrorException">A command that the format cannot hold.</exception>
    public void Add(in TimedCommand command, ReadOnlySpan<byte> payload = default, ReadOnlySpan<StreamSlice> slices = default)
    {
        if (complete || command.Command < 0 || command.Command >= header.CommandNames.Count || command.Channel < 0 || payload.Length > TraceLimits.MaximumPayloadBytes)
        {
            throw new InternalErrorException($"command {command} with {payload.Length} bytes cannot be put into a trace");
        }

        (short, byte, byte) domain = (command.Channel, command.PseudoChannel, command.Rank);
        if (command.Cycle < lastCycle.GetValueOrDefault(domain))
        {
            throw new InternalErrorException($"command {command} was issued before the one before it, at cycle {lastCycle[domain]}");
        }

        lastCycle[domain] = command.Cycle;
        foreach (StreamSlice slice in slices)
        {
            if (SliceRules.Fault(slice, header.Streams) is { } fault)
            {
                throw new InternalErrorException($"{slice} cannot be put into a trace: {fault}");
            }

            chunk.Slices.Add((chunk.Commands.Count, slice));
        }

        chunk.Commands.Add(command);
        chunk.PayloadLengths.Add(payload.Length);
        chunk.Payload.Write(payload);
        Commands++;
        PayloadBytes += payload.Length;
        if (chunk.Commands.Count >= TraceLimits.ChunkCommands || chunk.Payload.Length >= TraceLimits.ChunkPayloadBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes what is left and the end, and gives the file its name.</summary>
    /// <exception cref="UserErrorException">PIM0020: the file cannot be written.</exception>
    public void Complete()
    {
        Flush();
        complete = true;
        Guarded(() =>
        {
            container.Complete();
            return 0;
        });
        file?.Keep();
    }

    /// <summary>Gives up an incomplete file; does nothing to a complete one.</summary>
    public void Dispose() => file?.Dispose();

    private void Flush()
    {
        if (chunk.Commands.Count > 0)
        {
            Guarded(() =>
            {
                container.AddSection(TraceLimits.ChunkSection, encoder.Encode(chunk), compress: true);
                return 0;
            });
            chunk.Clear();
        }
    }

    private T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException e)
        {
            throw FileFault.CannotWrite(name, e);
        }
    }
}
