using PimSim.Core;

namespace PimSim.Traces;

/// <summary>The numbered faults of other simulators' command traces.</summary>
internal static class ForeignFaults
{
    public static UserErrorException Row(string file, long line, int column, string what) =>
        new("PIM0531", what, file, "write the line as the simulator does, or name another format", Clamp(line), column);

    public static UserErrorException Header(string file, string what) =>
        new("PIM0532", what, file, "give the recorder's text output with its first line", 1, 1);

    public static UserErrorException UnknownCommand(string file, long line, long record, string name, string device) =>
        new("PIM0505", $"{Where(line, record)}the command '{name}' is none that device '{device}' has", file, "give the device that it was recorded on", Clamp(line), Column(line));

    public static UserErrorException Operand(string file, long line, long record, string command, string operand, long value, long limit) =>
        new("PIM0506", $"{Where(line, record)}{command} has {operand} {value}, and the device has {limit}", file, "give the device that it was recorded on", Clamp(line), Column(line));

    public static UserErrorException Backwards(string file, long line, long record, long cycle, long before) =>
        new("PIM0504", $"{Where(line, record)}the command is at cycle {cycle}, before cycle {before} of the command before it in its domain", file, "sort the commands by cycle", Clamp(line), Column(line));

    public static UserErrorException Database(string file, string what) =>
        new("PIM0534", $"this is no command database of DRAMSys: {what}", file, "give a .tdb file that DRAMSys finished writing");

    public static UserErrorException Value(string file, long record, string what) =>
        new("PIM0535", $"phase {record} cannot be: {what}", file, "give a .tdb file of one channel as DRAMSys wrote it");

    public static UserErrorException NotWritten(string file, CommandFormat format) =>
        new("PIM0536", $"traces are not written in the format {CommandFormats.NameOf(format)}", file, $"choose another of {string.Join(", ", CommandFormats.Names)}");

    public static UserErrorException NotHeld(string file, string command, CommandFormat format) =>
        new("PIM0537", $"{CommandFormats.NameOf(format)} has no way to write the command {command}", file, "write a native trace");

    private static string Where(long line, long record) => line > 0 ? "" : $"record {record}: ";

    private static int Column(long line) => line > 0 ? 1 : 0;

    private static int Clamp(long line) => (int)Math.Min(line, int.MaxValue);
}
