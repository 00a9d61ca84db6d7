using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;
using PimSim.Core;

namespace PimSim.Query;

/// <summary>
/// One SQL statement over Parquet files. Tables are read into memory first; then files, network and settings are closed to the statement, so that a
/// query can read nothing else and write nothing.
/// </summary>
internal static class SqlQuery
{
    /// <summary>Writes <c>{"columns": [...], "rows": [[...]]}</c>.</summary>
    /// <exception cref="UserErrorException">PIM1257: DuckDB refuses the statement.</exception>
    public static void Run(IReadOnlyList<(string Name, string File)> tables, string sql, Stream result)
    {
        try
        {
            using DuckDBConnection connection = new("DataSource=:memory:");
            connection.Open();
            foreach ((string name, string file) in tables)
            {
                Execute(connection, $"CREATE TABLE {Identifier(name)} AS SELECT * FROM read_parquet({Literal(file)})");
            }

            Execute(connection, "SET enable_external_access = false");
            Execute(connection, "SET lock_configuration = true");
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql;
            using DuckDBDataReader reader = command.ExecuteReader();
            Write(reader, result);
        }
        catch (DuckDBException e)
        {
            throw new UserErrorException("PIM1257", e.Message);
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static void Write(DuckDBDataReader reader, Stream result)
    {
        using Utf8JsonWriter json = new(result, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartArray("columns");
        for (int c = 0; c < reader.FieldCount; c++)
        {
            json.WriteStringValue(reader.GetName(c));
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        while (reader.Read())
        {
            json.WriteStartArray();
            for (int c = 0; c < reader.FieldCount; c++)
            {
                WriteValue(json, reader.IsDBNull(c) ? null : reader.GetValue(c));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
            case double number when !double.IsFinite(number):
                json.WriteNullValue();
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case float number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
