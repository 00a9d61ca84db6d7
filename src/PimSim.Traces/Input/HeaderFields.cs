using MessagePack;

namespace PimSim.Traces;

/// <summary>Parts that the headers of traces of all kinds share.</summary>
internal static class HeaderFields
{
    /// <summary>Reads the front of the map and its kind; gives the number of members, the kind included.</summary>
    /// <exception cref="Core.UserErrorException">PIM0501: another kind.</exception>
    public static int Start(ref MessagePackReader reader, string wanted, string file)
    {
        int members = reader.ReadMapHeader();
        Expect(members >= 1, "it is empty");
        Member(ref reader, "kind");
        string kind = Text(ref reader);
        return string.Equals(kind, wanted, StringComparison.Ordinal) ? members : throw TraceFaults.Kind(file, kind, wanted);
    }

    /// <summary>The kind in a header, or null where it has none.</summary>
    public static string? KindOf(byte[] header)
    {
        try
        {
            MessagePackReader reader = new(header);
            reader.ReadMapHeader();
            Member(ref reader, "kind");
            return Text(ref reader);
        }
        catch (Exception e) when (TraceFaults.IsMalformed(e))
        {
            return null;
        }
    }

    public static void Write(ref MessagePackWriter writer, IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        writer.WriteMapHeader(pairs.Count);
        foreach ((string key, string value) in pairs)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    public static KeyValuePair<string, string>[] Pairs(ref MessagePackReader reader)
    {
        var pairs = new KeyValuePair<string, string>[reader.ReadMapHeader()];
        for (int i = 0; i < pairs.Length; i++)
        {
            string key = Text(ref reader);
            pairs[i] = new(key, Text(ref reader));
        }

        return pairs;
    }

    public static void Member(ref MessagePackReader reader, string name)
    {
        string found = Text(ref reader);
        Expect(string.Equals(found, name, StringComparison.Ordinal), $"'{found}' stands where '{name}' belongs");
    }

    public static string Text(ref MessagePackReader reader) =>
        reader.ReadString() ?? throw new MessagePackSerializationException("a text is missing");

    public static void Expect(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new MessagePackSerializationException(otherwise);
        }
    }
}
