using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Reads a command trace chunk by chunk from any stream, trusting nothing in it. A file that was cut gives all whole
/// chunks and then says what is lost (<see cref="Truncation"/>).
/// </summary>
public sealed class CommandTraceReader : IDisposable
{
    private readonly Stream? owned;
    private readonly string file;
    private readonly ContainerStreamReader container;

    /// <summary>Reads the header; the stream stays open and need not be seekable.</summary>
    /// <param name="stream">Positioned at the start of the trace.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    /// <exception cref="UserErrorException">PIM0010 to PIM0016 of the container, PIM0500, PIM0501.</exception>
    public CommandTraceReader(Stream stream, string fileName)
    {
        file = fileName;
        container = ContainerReader.Sections(stream, fileName, ContainerFormat.Trace, new VersionRange(TraceLimits.Version, TraceLimits.Version));
        Header = HeaderCodec.Decode(container.Header, fileName);
    }

    private CommandTraceReader(TraceInput input)
        : this(input, input.FileName)
    {
        owned = input;
    }

    /// <summary>What the trace says about itself.</summary>
    public CommandTraceHeader Header { get; }

    /// <summary>Null, or, when all commands were read from a file that was cut, the warning that says what is lost.</summary>
    public Diagnostic? Truncation => container.Truncation;

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM0525, and the faults of the constructor.</exception>
    public static CommandTraceReader Open(string path)
    {
        TraceInput input = TraceInput.Open(path);
        try
        {
            return new CommandTraceReader(input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>The commands, numbered by the header's names. Can be enumerated once.</summary>
    /// <exception cref="UserErrorException">PIM0015, PIM0016 of the container, PIM0502 to PIM0504.</exception>
    public IEnumerable<TracedCommand> ReadAll(CancellationToken cancellationToken = default)
    {
        Dictionary<(short, byte, byte), long> lastCycle = [];
        long chunks = 0;
        long index = 0;
        while (container.TryReadNext(out ContainerSection? section))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (section.Id != TraceLimits.ChunkSection)
            {
                throw TraceFaults.SectionId(file, section.Id);
            }

            foreach (TracedCommand traced in Decode(section.Bytes, chunks))
            {
                TimedCommand command = traced.Command;
                (short, byte, byte) domain = (command.Channel, command.PseudoChannel, command.Rank);
                long before = lastCycle.GetValueOrDefault(domain);
                if (command.Cycle < before)
                {
                    throw TraceFaults.Backwards(file, index, command.Cycle, before);
                }

                lastCycle[domain] = command.Cycle;
                index++;
                yield return traced;
            }

            chunks++;
        }
    }

    /// <summary>
    /// The commands, renumbered by name as in the device's standard. Places (channel to column, parity, unit) and sizes of
    /// payloads are checked against the device; register numbers are for the unit that executes them to check.
    /// </summary>
    /// <exception cref="UserErrorException">As <see cref="ReadAll(CancellationToken)"/>, and PIM0505 to PIM0508.</exception>
    public IEnumerable<TracedCommand> ReadAll(DeviceModel device, CancellationToken cancellationToken = default) =>
        ReadAll(device, needsData: true, cancellationToken);

    /// <summary>The same; a trace of commands alone, without data where they take some from the bus, is taken unless they are needed.</summary>
    /// <inheritdoc cref="ReadAll(DeviceModel, CancellationToken)"/>
    internal IEnumerable<TracedCommand> ReadAll(DeviceModel device, bool needsData, CancellationToken cancellationToken = default)
    {
        DeviceMapping mapping = new(device, Header, file, needsData);
        long index = 0;
        foreach (TracedCommand traced in ReadAll(cancellationToken))
        {
            yield return mapping.Map(traced, index);
            index++;
        }
    }

    /// <summary>Closes a file that <see cref="Open"/> opened.</summary>
    public void Dispose() => owned?.Dispose();

    private TracedCommand[] Decode(byte[] bytes, long chunk)
    {
        try
        {
            return ChunkDecoder.Decode(bytes, Header.CommandNames.Count, Header.Streams);
        }
        catch (Exception e) when (TraceFaults.IsMalformed(e))
        {
            throw TraceFaults.Chunk(file, chunk, e.Message);
        }
    }
}
