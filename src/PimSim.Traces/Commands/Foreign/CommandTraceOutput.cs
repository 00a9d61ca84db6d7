using System.IO.Compression;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>A command trace of any format that can be written, as the commands come. Not thread-safe.</summary>
public sealed class CommandTraceOutput : IDisposable
{
    private readonly Stream? gzip;
    private readonly ICommandEncoder encoder;

    internal CommandTraceOutput(Stream? gzip, ICommandEncoder encoder)
    {
        this.gzip = gzip;
        this.encoder = encoder;
    }

    /// <summary>Commands added so far.</summary>
    public long Commands { get; private set; }

    /// <summary>Appends a command; in its domain, its cycle is not below that of the one before.</summary>
    /// <exception cref="Core.UserErrorException">PIM0020: the file cannot be written. PIM0537: a command that the format cannot hold.</exception>
    public void Add(in TimedCommand command)
    {
        encoder.Add(command);
        Commands++;
    }

    /// <summary>Writes what is left and the end.</summary>
    /// <exception cref="Core.UserErrorException">PIM0020: the file cannot be written.</exception>
    public void Complete()
    {
        encoder.Complete();
        gzip?.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        gzip?.Dispose();
    }

    internal static Stream? Gzip(Stream file, string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
}
