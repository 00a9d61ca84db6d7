using MessagePack;
using PimSim.Core;

namespace PimSim.Traces;

/// <summary>The numbered faults of trace files.</summary>
internal static class TraceFaults
{
    public static UserErrorException Header(string file, string what) =>
        new("PIM0500", $"the header of the trace is not understood: {what}", file, "record the trace again");

    public static UserErrorException Kind(string file, string kind, string wanted) =>
        new("PIM0501", $"this is a trace of kind '{kind}', not '{wanted}'", file, wanted == RequestHeaderCodec.Kind ? "give a request trace" : "give a command trace");

    public static UserErrorException Chunk(string file, long chunk, string what) =>
        new("PIM0502", $"chunk {chunk} of the trace is not understood: {what}", file, "record the trace again");

    public static UserErrorException SectionId(string file, uint id) =>
        new("PIM0503", $"the trace has a section of unknown kind {id}", file, "record the trace again");

    public static UserErrorException Backwards(string file, long index, long cycle, long before) =>
        new("PIM0504", $"command {index} is at cycle {cycle}, before cycle {before} of the command before it in its domain", file, "sort the commands of each domain by cycle");

    public static UserErrorException UnknownCommand(string file, string name, string device) =>
        new("PIM0505", $"the trace uses the command '{name}', which device '{device}' does not have", file, "give the device that it was recorded on");

    public static UserErrorException Operand(string file, long index, string command, string operand, long value, long limit) =>
        new("PIM0506", $"command {index} ({command}) has {operand} {value}, and the device has {limit}", file, "give the device that it was recorded on");

    public static UserErrorException Payload(string file, long index, string command, int bytes, int expected) =>
        new("PIM0507", $"command {index} ({command}) carries {bytes} bytes of data where {expected} belong", file, "give the device that it was recorded on");

    public static UserErrorException Slice(string file, long index, string what) =>
        new("PIM0508", $"command {index} fills a result stream wrongly: {what}", file, "record the trace again");

    public static UserErrorException Incomplete(string file, string stream, long missing, long length) =>
        new("PIM0509", $"result stream '{stream}' lacks {missing} of its {length} elements", file, "give a complete trace");

    public static UserErrorException UnknownFormat(string file, IReadOnlyList<string> words, string kind, IReadOnlyList<string> formats) =>
        new("PIM0520", $"the first line ('{Shortened(words)}') is of no format of {kind} traces that is known", file, $"give one of these, or name it: {string.Join(", ", formats)}");

    public static UserErrorException Gzip(string file, string what) =>
        new("PIM0525", $"the gzip file is cut, damaged or of several parts: {what}", file, "copy or make the file again, or unpack it with gunzip to see");

    public static UserErrorException RequestsBackwards(string file, long index, long cycle, long before) =>
        new("PIM0524", $"request {index} is at cycle {cycle}, before cycle {before} of the one before it", file, "make the trace again, sorted by cycle");

    public static UserErrorException RequestChunk(string file, long chunk, string what) =>
        new("PIM0526", $"chunk {chunk} of the request trace is not understood: {what}", file, "make the trace again");

    public static UserErrorException RepeatTooLong(string file, long repetition) =>
        new("PIM0522", $"repetition {repetition} of the trace goes beyond cycle 2^63 - 1", file, "repeat it less often");

    private static string Shortened(IReadOnlyList<string> words)
    {
        const int most = 60;
        string line = string.Concat(string.Join(' ', words).Select(c => char.IsControl(c) ? '?' : c));
        return line.Length <= most ? line : line[..most] + "...";
    }

    /// <summary>Whether the exception is how MessagePack refuses bytes that are not what was expected.</summary>
    public static bool IsMalformed(Exception e) =>
        e is MessagePackSerializationException or EndOfStreamException or OverflowException or InvalidOperationException or ArgumentException;
}
