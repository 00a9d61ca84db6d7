using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Puts a result on stdout: exactly one JSON document with <c>--json</c>, tables otherwise.</summary>
internal sealed class ResultWriter
{
    // Relaxed: nothing here goes into HTML, and "hbm2+near-bank" should stay readable.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Terminal terminal;
    private readonly VerbOptions options;

    /// <summary>Writes as the options say.</summary>
    public ResultWriter(Terminal terminal, VerbOptions options)
    {
        this.terminal = terminal;
        this.options = options;
    }

    /// <summary>The whole document as UTF-8, with a newline at its end.</summary>
    public static byte[] ToJson(IResultView view)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("schema", view.Schema);
            view.WriteJson(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Writes the result.</summary>
    /// <exception cref="UserErrorException">PIM0020: the file of <c>--out</c> cannot be written.</exception>
    public void Write(IResultView view)
    {
        if (options.ResultFile is not null)
        {
            AtomicFile.Write(options.ResultFile, file => file.Write(ToJson(view)));
        }

        if (options.Json)
        {
            terminal.Out.Write(Encoding.UTF8.GetString(ToJson(view)));
        }
        else
        {
            view.WriteTable(terminal.ResultConsole());
        }

        terminal.Out.Flush();
    }

    /// <summary>Says on stderr what the user should know but did not ask for.</summary>
    public void Note(string text) => terminal.Error.WriteLine($"note: {text}");

    /// <summary>Puts warnings on stderr, one a line.</summary>
    public void Warn(IEnumerable<Diagnostic> warnings)
    {
        foreach (Diagnostic warning in warnings)
        {
            terminal.Error.WriteLine(warning.ToString().ReplaceLineEndings(" "));
        }
    }

    /// <summary>What was given, or the default, which is then said on stderr.</summary>
    public string OrDefault(string? given, string option, string defaultName)
    {
        if (given is null)
        {
            Note($"no {option} given, taking the default '{defaultName}'");
        }

        return given ?? defaultName;
    }
}
