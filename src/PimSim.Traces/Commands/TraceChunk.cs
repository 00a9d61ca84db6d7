using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Commands of a trace that are stored together; nothing in them refers to another chunk.</summary>
internal sealed class TraceChunk
{
    /// <summary>The commands in file order.</summary>
    public List<TimedCommand> Commands { get; } = [];

    /// <summary>Payload bytes by command.</summary>
    public List<int> PayloadLengths { get; } = [];

    /// <summary>All payloads one after another.</summary>
    public MemoryStream Payload { get; } = new();

    /// <summary>Slices with the index of their command in this chunk, in rising order of it.</summary>
    public List<(int Command, StreamSlice Slice)> Slices { get; } = [];

    /// <summary>Empties it, keeping its memory.</summary>
    public void Clear()
    {
        Commands.Clear();
        PayloadLengths.Clear();
        Payload.SetLength(0);
        Slices.Clear();
    }
}
