using System.Text.Json;

namespace PimSim.Cli;

/// <summary>Small forms that several documents share.</summary>
internal static class JsonWriting
{
    /// <summary>Attojoules as picojoules, exact to the last digit: an integer divided by 10^6 is a finite decimal.</summary>
    public static decimal Picojoules(Int128 attojoules) => (decimal)attojoules / 1_000_000m;

    /// <summary>A member in picojoules, or null where the model has no energy.</summary>
    public static void WritePicojoules(this Utf8JsonWriter json, string name, Int128? attojoules)
    {
        if (attojoules is { } value)
        {
            json.WriteNumber(name, Picojoules(value));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A number, or null where it is not finite (JSON has no infinity).</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A whole number, or null where there is none.</summary>
    public static void WriteInteger(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>An object member.</summary>
    public static void WriteObject(this Utf8JsonWriter json, string name, Action members)
    {
        json.WriteStartObject(name);
        members();
        json.WriteEndObject();
    }

    /// <summary>An array of objects.</summary>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An array of strings.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    /// <summary>An array of whole numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<long> items)
    {
        json.WriteStartArray(name);
        foreach (long item in items)
        {
            json.WriteNumberValue(item);
        }

        json.WriteEndArray();
    }

    /// <summary>An object of counts by name.</summary>
    public static void WriteCounts(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach ((string key, long value) in counts)
        {
            json.WriteNumber(key, value);
        }

        json.WriteEndObject();
    }
}
