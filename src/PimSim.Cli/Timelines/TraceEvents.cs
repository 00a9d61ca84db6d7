using System.Text.Encodings.Web;
using System.Text.Json;

namespace PimSim.Cli;

/// <summary>
/// Writes a timeline in the Trace Event Format (JSON object form) that Chrome and Perfetto read, event by event, in
/// bounded memory. Times are given in cycles and written in microseconds, exactly.
/// </summary>
internal sealed class TraceEvents : IDisposable
{
    private const decimal PicosecondsPerMicrosecond = 1_000_000m;
    private const int FlushBytes = 1 << 16;

    private readonly Utf8JsonWriter json;
    private readonly decimal clockPs;

    /// <summary>Begins the document.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="clockPs">Picoseconds of a cycle.</param>
    /// <param name="facts">Names and values that viewers show beside the timeline.</param>
    public TraceEvents(Stream stream, double clockPs, IEnumerable<KeyValuePair<string, string>> facts)
    {
        this.clockPs = (decimal)clockPs;
        json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("displayTimeUnit"u8, "ns"u8);
        json.WriteObject("otherData", () =>
        {
            foreach ((string name, string value) in facts)
            {
                json.WriteString(name, value);
            }
        });
        json.WriteStartArray("traceEvents"u8);
    }

    /// <summary>Names a process, or with a track one of its tracks, and puts it in order: by number, or where it is told to.</summary>
    public void Name(int process, int? track, string name, int? order = null)
    {
        Describe(process, track, track is null ? "process_name" : "thread_name", () => json.WriteString("name"u8, name));
        Describe(process, track, track is null ? "process_sort_index" : "thread_sort_index", () => json.WriteNumber("sort_index"u8, order ?? track ?? process));
    }

    /// <summary>A slice begins; it ends with <see cref="End"/> on the same track.</summary>
    public void Begin(int process, int track, long cycle, string name)
    {
        Start("B"u8, process, track, cycle, name);
        WriteCycle(cycle);
    }

    /// <summary>The last slice that began on the track ends.</summary>
    public void End(int process, int track, long cycle)
    {
        Start("E"u8, process, track, cycle, null);
        Finish();
    }

    /// <summary>A slice of known length.</summary>
    public void Slice(int process, int track, long cycle, long cycles, string name)
    {
        Start("X"u8, process, track, cycle, name);
        json.WriteNumber("dur"u8, Time(cycles));
        WriteCycle(cycle);
    }

    /// <summary>How many requests wait in a process's queues.</summary>
    public void Queue(int process, long cycle, int reads, int writes)
    {
        Start("C"u8, process, 0, cycle, "waiting requests");
        json.WriteStartObject("args"u8);
        json.WriteNumber("reads"u8, reads);
        json.WriteNumber("writes"u8, writes);
        json.WriteEndObject();
        Finish();
    }

    /// <summary>Ends the document.</summary>
    public void Complete()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();

    private void Describe(int process, int? track, string what, Action argument)
    {
        Start("M"u8, process, track ?? 0, 0, what);
        json.WriteStartObject("args"u8);
        argument();
        json.WriteEndObject();
        Finish();
    }

    private void Start(ReadOnlySpan<byte> phase, int process, int track, long cycle, string? name)
    {
        json.WriteStartObject();
        json.WriteString("ph"u8, phase);
        json.WriteNumber("pid"u8, process);
        json.WriteNumber("tid"u8, track);
        json.WriteNumber("ts"u8, Time(cycle));
        if (name is not null)
        {
            json.WriteString("name"u8, name);
        }
    }

    private void WriteCycle(long cycle)
    {
        json.WriteStartObject("args"u8);
        json.WriteNumber("cycle"u8, cycle);
        json.WriteEndObject();
        Finish();
    }

    private void Finish()
    {
        json.WriteEndObject();
        if (json.BytesPending > FlushBytes)
        {
            json.Flush();
        }
    }

    private decimal Time(long cycles) => cycles * clockPs / PicosecondsPerMicrosecond;
}
