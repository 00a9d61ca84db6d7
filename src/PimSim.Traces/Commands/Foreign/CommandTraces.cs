using System.Runtime.CompilerServices;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Opens and writes command traces of every format: one place that knows them all.</summary>
public static class CommandTraces
{
    private const int BatchCommands = 4096;

    /// <summary>Opens a trace, plain or gzip. Bus data are not asked for: native traces without any are taken too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Names the commands and bounds the places.</param>
    /// <param name="format">Its format; null tells it by its first bytes.</param>
    /// <param name="columnRows">True: column commands keep the row that other simulators write beside them; native traces have none.</param>
    /// <exception cref="UserErrorException">
    /// PIM0021: it cannot be read. PIM0501: a request trace. PIM0520: no format is recognized. PIM0525: gzip that is cut or
    /// damaged. PIM0532: a CSV file without the columns. PIM0534: a database that is none, or another one.
    /// </exception>
    public static CommandTrace Open(string path, DeviceModel device, CommandFormat? format = null, bool columnRows = false) =>
        Open(TraceInput.Open(path), device, format, columnRows);

    /// <summary>Reads a trace from a stream, which is disposed with it and need not be seekable.</summary>
    /// <param name="stream">Positioned at the start of the trace.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    /// <inheritdoc cref="Open(string, DeviceModel, CommandFormat?, bool)"/>
    public static CommandTrace Open(Stream stream, string fileName, DeviceModel device, CommandFormat? format = null, bool columnRows = false) =>
        Open(new TraceInput(stream, fileName), device, format, columnRows);

    /// <summary>Writes all commands of a source to a file that is complete or not there; gzip when its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How; DRAMSys' databases are only read.</param>
    /// <param name="device">The device that the commands are numbered for.</param>
    /// <param name="commands">The commands.</param>
    /// <param name="provenance">Where they come from: native traces keep it.</param>
    /// <param name="cancellationToken">Gives up; no file is left.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="UserErrorException">PIM0020: the file cannot be written. PIM0537: a command that the format cannot hold.</exception>
    public static long Write(
        string path,
        CommandFormat format,
        DeviceModel device,
        ICommandSource commands,
        IReadOnlyList<KeyValuePair<string, string>> provenance,
        CancellationToken cancellationToken = default)
    {
        long written = 0;
        AtomicFile.Write(path, file =>
        {
            using CommandTraceOutput target = Output(file, path, format, device, provenance);
            TimedCommand[] batch = new TimedCommand[BatchCommands];
            while (commands.Read(batch) is var count and > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int i = 0; i < count; i++)
                {
                    target.Add(batch[i]);
                }

                written += count;
            }

            target.Complete();
        });
        return written;
    }

    /// <summary>Writes commands to a stream, which stays open, as they come; gzip when the file's name ends in <c>.gz</c>.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="path">The name of the file that it becomes.</param>
    /// <param name="format">How; DRAMSys' databases are only read.</param>
    /// <param name="device">The device that the commands are numbered for.</param>
    /// <param name="provenance">Where they come from: native traces keep it.</param>
    /// <exception cref="UserErrorException">PIM0536: a format that is only read.</exception>
    public static CommandTraceOutput Output(
        Stream stream,
        string path,
        CommandFormat format,
        DeviceModel device,
        IReadOnlyList<KeyValuePair<string, string>> provenance)
    {
        Stream? gzip = CommandTraceOutput.Gzip(stream, path);
        return new CommandTraceOutput(gzip, Encoder(gzip ?? stream, format, device, provenance, path));
    }

    internal static CommandTrace Open(TraceInput input, DeviceModel device, CommandFormat? format, bool columnRows)
    {
        try
        {
            CommandFormat chosen = format ?? CommandFormatDetector.Detect(input);
            ICommandReader reader = chosen switch
            {
                CommandFormat.Native => new NativeCommandReader(input, device),
                CommandFormat.Ramulator => new TextCommandReader(input, device, new RamulatorCommandSyntax(), columnRows),
                CommandFormat.DramSim3 => new TextCommandReader(input, device, new DramSim3CommandSyntax(), columnRows),
                CommandFormat.DramSys => OpenDatabase(input, device, columnRows),
                _ => throw new InternalErrorException($"command format {chosen} has no reader"),
            };
            return new CommandTrace(input, chosen, reader);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    // A method of its own: what it names, the database library, is loaded when it first runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DramSysCommandReader OpenDatabase(TraceInput input, DeviceModel device, bool columnRows) => DramSysCommandReader.Open(input, device, columnRows);

    private static ICommandEncoder Encoder(Stream stream, CommandFormat format, DeviceModel device, IReadOnlyList<KeyValuePair<string, string>> provenance, string path) => format switch
    {
        CommandFormat.Native => new NativeCommandEncoder(stream, CommandTraceHeader.For(device, provenance, [])),
        CommandFormat.Ramulator => new RamulatorCommandEncoder(stream, device, path),
        CommandFormat.DramSim3 => new DramSim3CommandEncoder(stream, device, path),
        _ => throw ForeignFaults.NotWritten(path, format),
    };
}
