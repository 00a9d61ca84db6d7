using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Tables in the formats that others read.</summary>
public static class TableExport
{
    /// <summary>Names of the formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["parquet", "csv", "json"];

    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserErrorException">PIM0020: it cannot be written.</exception>
    public static void Write(ResultTable table, string format, string path)
    {
        switch (format)
        {
            case "parquet":
                ParquetTable.Write(path, table);
                break;
            case "csv":
                AtomicFile.Write(path, file => WriteCsv(table, file));
                break;
            case "json":
                AtomicFile.Write(path, file => WriteJson(table, file));
                break;
            default:
                throw new InternalErrorException($"format {format} passed validation");
        }
    }

    /// <summary>RFC 4180 with a header and newlines of one character; what is absent is empty.</summary>
    private static void WriteCsv(ResultTable table, Stream file)
    {
        using StreamWriter text = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', table.Columns.Select(c => Quoted(c.Name))));
        for (int r = 0; r < table.Rows; r++)
        {
            text.WriteLine(string.Join(',', table.Values.Select(c => Quoted(Text(c[r])))));
        }
    }

    /// <summary>A list with an object for each row; what is absent is null.</summary>
    private static void WriteJson(ResultTable table, Stream file)
    {
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        for (int r = 0; r < table.Rows; r++)
        {
            json.WriteStartObject();
            for (int c = 0; c < table.Columns.Count; c++)
            {
                WriteValue(json, table.Columns[c].Name, table.Values[c][r]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            default:
                json.WriteNull(name);
                break;
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
