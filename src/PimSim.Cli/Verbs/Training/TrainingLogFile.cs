using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Reads what <see cref="TrainingLog"/> wrote. A last line without its end, of a run that was killed, does not count.</summary>
internal sealed class TrainingLogFile
{
    /// <summary>Of the first line.</summary>
    public const string Schema = "pimsim.train-log/1";

    private TrainingLogFile(IReadOnlyList<JsonElement> lines)
    {
        Lines = lines;
    }

    /// <summary>All lines; the first has the schema.</summary>
    public IReadOnlyList<JsonElement> Lines { get; }

    /// <summary>Reads a whole log.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read; PIM0820: a line is not one of a training log.</exception>
    public static TrainingLogFile Load(string path)
    {
        byte[] bytes = WholeFile.Read(path);
        return new TrainingLogFile([.. Ranges(bytes).Select((range, i) => Parse(bytes.AsMemory(range), path, i))]);
    }

    /// <summary>The lines up to a step, as bytes.</summary>
    /// <exception cref="UserErrorException">As <see cref="Load"/>.</exception>
    public static byte[] Until(string path, int step)
    {
        byte[] bytes = WholeFile.Read(path);
        return [.. Ranges(bytes).Where((range, i) => Parse(bytes.AsMemory(range), path, i).GetProperty("step").GetInt32() <= step).SelectMany(range => bytes[range])];
    }

    /// <summary>PIM0820 of a line, counted from 0.</summary>
    public static UserErrorException Fault(string path, int index, string reason) =>
        new("PIM0820", $"line {index + 1} is not one of a training log: {reason.ReplaceLineEndings(" ")}", path, "give a file that train --log wrote");

    private static List<Range> Ranges(byte[] bytes)
    {
        List<Range> ranges = [];
        int start = 0;
        for (int end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            ranges.Add(start..(end + 1));
            start = end + 1;
        }

        // An empty log, or one without any whole line, is none.
        return ranges.Count > 0 ? ranges : [Range.All];
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> line, string path, int index)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement.Clone();
            bool isRun = string.Equals(Kind(root), "run", StringComparison.Ordinal);
            bool fits = index > 0 ? !isRun : isRun && string.Equals(root.GetProperty("schema").GetString(), Schema, StringComparison.Ordinal);
            if (fits && root.GetProperty("step").TryGetInt32(out int step) && step >= 0)
            {
                return root;
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Fault(path, index, fault.Message);
        }

        throw Fault(path, index, index == 0 ? $"a log begins with its schema {Schema}" : "kind or step is not what a log has");
    }

    private static string? Kind(JsonElement line) => line.GetProperty("kind").GetString();
}
