using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>
/// The file of accepted values. Counts and hashes are written out, so that a change is seen in a diff; classes of images and
/// digests of layers are Base64 of bytes and of little-endian words of 32 bits.
/// </summary>
public static class AcceptedValues
{
    private const string Schema = "pimsim.accepted/1";
    private const int DigestBytes = 4;

    /// <summary>Reads a file; nothing is accepted where there is none.</summary>
    /// <exception cref="UserErrorException">PIM1303: it is no file of accepted values, or damaged; PIM0021: it cannot be read.</exception>
    public static IReadOnlyDictionary<string, AcceptedCase> Load(string file)
    {
        Dictionary<string, AcceptedCase> cases = new(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return cases;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(WholeFile.Read(file));
            JsonElement root = document.RootElement;
            if (root.GetProperty("schema").GetString() is not Schema)
            {
                throw Damaged(file, "its schema is another one");
            }

            foreach (JsonElement element in root.GetProperty("cases").EnumerateArray())
            {
                AcceptedCase accepted = Read(element);
                cases[accepted.Case] = accepted;
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw Damaged(file, e.Message.Split('\n')[0]);
        }

        return cases;
    }

    /// <summary>Writes a file, or leaves the old one.</summary>
    /// <exception cref="UserErrorException">PIM0020: it cannot be written.</exception>
    public static void Save(string file, IEnumerable<AcceptedCase> cases) => AtomicFile.Write(file, stream =>
    {
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartArray("cases");
            foreach (AcceptedCase accepted in cases)
            {
                Write(json, accepted);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    });

    private static UserErrorException Damaged(string file, string what) =>
        new("PIM1303", $"is no file of accepted values: {what}", file, "take it back from version control, or accept again after removing it");

    private static AcceptedCase Read(JsonElement element)
    {
        byte[] predictions = element.GetProperty("predictions").GetBytesFromBase64();
        int images = element.GetProperty("images").GetInt32();
        var values = new CaseMeasurement
        {
            DeviceHash = Text(element, "deviceHash"),
            NetworkHash = Text(element, "networkHash"),
            Images = images,
            Correct = element.GetProperty("correct") is { ValueKind: JsonValueKind.Number } correct ? correct.GetInt32() : null,
            Predictions = predictions,
            Seeds = element.GetProperty("faultSeeds") is { ValueKind: JsonValueKind.Object } seeds ? Seeds(seeds, images) : null,
            Cycles = element.GetProperty("cycles").GetInt64(),
            EnergyAj = element.GetProperty("energyAj").GetString() is { } energy ? Int128.Parse(energy, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            Layers = [.. element.GetProperty("layers").EnumerateArray().Select(l => new LayerDigests(Text(l, "name"), Words(l.GetProperty("digests").GetBytesFromBase64(), predictions.Length)))],
        };
        if (!string.Equals(element.GetProperty("predictionsSha256").GetString(), values.PredictionsSha256, StringComparison.Ordinal))
        {
            throw new FormatException($"the predictions of '{Text(element, "name")}' do not have the hash that stands beside them");
        }

        return new AcceptedCase(Text(element, "name"), Text(element, "reason"), values, [.. element.GetProperty("earlier").EnumerateArray().Select(e => e.GetString() ?? "")]);
    }

    private static SeededAccuracy Seeds(JsonElement element, int images)
    {
        int[] correct = [.. element.GetProperty("correct").EnumerateArray().Select(c => c.GetInt32())];
        if (correct.Length < 2 || images < 1 || correct.Any(c => c < 0 || c > images))
        {
            throw new FormatException("counts of right images by seed that cannot be");
        }

        return new SeededAccuracy(element.GetProperty("first").GetInt32(), images, correct);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static uint[] Words(byte[] bytes, int count)
    {
        if (bytes.Length != count * DigestBytes)
        {
            throw new FormatException($"digests of {bytes.Length / DigestBytes} images beside predictions of {count}");
        }

        return [.. MemoryMarshal.Cast<byte, uint>(bytes).ToArray().Select(w => BitConverter.IsLittleEndian ? w : BinaryPrimitives.ReverseEndianness(w))];
    }

    private static byte[] Bytes(uint[] words)
    {
        byte[] bytes = new byte[words.Length * DigestBytes];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * DigestBytes), words[i]);
        }

        return bytes;
    }

    /// <summary>Mean and interval stand there for the reader; they follow from the counts.</summary>
    private static void Write(Utf8JsonWriter json, SeededAccuracy? seeds)
    {
        if (seeds is null)
        {
            json.WriteNull("faultSeeds");
            return;
        }

        json.WriteStartObject("faultSeeds");
        json.WriteNumber("first", seeds.FirstSeed);
        json.WriteNumber("accuracy", seeds.Mean);
        json.WriteNumber("accuracyLower", seeds.Interval.Lower);
        json.WriteNumber("accuracyUpper", seeds.Interval.Upper);
        json.WriteStartArray("correct");
        foreach (int count in seeds.Correct)
        {
            json.WriteNumberValue(count);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AcceptedCase accepted)
    {
        CaseMeasurement values = accepted.Values;
        json.WriteStartObject();
        json.WriteString("name", accepted.Case);
        json.WriteString("reason", accepted.Reason);
        json.WriteString("deviceHash", values.DeviceHash);
        json.WriteString("networkHash", values.NetworkHash);
        json.WriteNumber("images", values.Images);
        if (values.Correct is { } correct)
        {
            json.WriteNumber("correct", correct);
        }
        else
        {
            json.WriteNull("correct");
        }

        json.WriteString("predictionsSha256", values.PredictionsSha256);
        Write(json, values.Seeds);
        json.WriteNumber("cycles", values.Cycles);
        json.WriteString("energyAj", values.EnergyAj?.ToString(CultureInfo.InvariantCulture));
        json.WriteBase64String("predictions", values.Predictions);
        json.WriteStartArray("layers");
        foreach (LayerDigests layer in values.Layers)
        {
            json.WriteStartObject();
            json.WriteString("name", layer.Layer);
            json.WriteBase64String("digests", Bytes(layer.Values));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("earlier");
        foreach (string reason in accepted.Earlier)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
