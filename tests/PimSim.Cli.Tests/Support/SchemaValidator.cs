using System.Text.Json;
using System.Text.RegularExpressions;
using PimSim.Tests;

namespace PimSim.Cli.Tests;

/// <summary>
/// Checks a document against a schema of docs/schemas. Knows the keywords that those use and refuses all others, so that
/// no schema says something that is not checked.
/// </summary>
internal static class SchemaValidator
{
    private static readonly string[] Annotations = ["$schema", "$defs", "title", "description"];

    /// <summary>Checks a document against the schema that its own <c>schema</c> member names.</summary>
    public static void AssertValid(JsonElement document)
    {
        string name = document.GetProperty("schema").GetString()!;
        JsonElement schema = Load(name);
        List<string> faults = [];
        Check(document, schema, schema, "$", faults);
        Assert.Empty(faults);
    }

    /// <summary>The schema of a name like <c>pimsim.infer/1</c>.</summary>
    public static JsonElement Load(string name)
    {
        string file = Path.Combine(SharedFolder.CheckoutRoot(), "docs", "schemas", name.Replace('/', '-') + ".schema.json");
        return JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
    }

    /// <summary>All faults of a value.</summary>
    public static void Check(JsonElement value, JsonElement schema, JsonElement root, string path, List<string> faults)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            JsonElement rule = keyword.Value;
            switch (keyword.Name)
            {
                case "type":
                    Require(TypeMatches(value, rule), $"{path} is {value.ValueKind}, not {rule}", faults);
                    break;
                case "const":
                    Require(JsonElement.DeepEquals(value, rule), $"{path} is {value}, not {rule}", faults);
                    break;
                case "enum":
                    Require(rule.EnumerateArray().Any(choice => JsonElement.DeepEquals(value, choice)), $"{path} is {value}, not one of {rule}", faults);
                    break;
                case "minimum":
                    Require(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(), $"{path} is {value}, below {rule}", faults);
                    break;
                case "maximum":
                    Require(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(), $"{path} is {value}, above {rule}", faults);
                    break;
                case "pattern":
                    Require(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), $"{path} is {value}, not like {rule}", faults);
                    break;
                case "required":
                    CheckRequired(value, rule, path, faults);
                    break;
                case "properties" or "additionalProperties":
                    CheckMembers(value, schema, root, path, keyword.Name, faults);
                    break;
                case "items":
                    CheckItems(value, rule, root, path, faults);
                    break;
                case "$ref":
                    Check(value, root.GetProperty("$defs").GetProperty(rule.GetString()!["#/$defs/".Length..]), root, path, faults);
                    break;
                default:
                    Assert.Contains(keyword.Name, Annotations, StringComparer.Ordinal);
                    break;
            }
        }
    }

    private static void CheckRequired(JsonElement value, JsonElement names, string path, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonElement name in names.EnumerateArray())
            {
                Require(value.TryGetProperty(name.GetString()!, out _), $"{path} lacks {name}", faults);
            }
        }
    }

    private static void CheckMembers(JsonElement value, JsonElement schema, JsonElement root, string path, string keyword, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        bool hasProperties = schema.TryGetProperty("properties", out JsonElement properties);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            JsonElement known = default;
            bool isKnown = hasProperties && properties.TryGetProperty(member.Name, out known);
            if (keyword == "properties" && isKnown)
            {
                Check(member.Value, known, root, $"{path}.{member.Name}", faults);
            }
            else if (keyword == "additionalProperties" && !isKnown)
            {
                JsonElement others = schema.GetProperty("additionalProperties");
                Require(others.ValueKind != JsonValueKind.False, $"{path} has the unknown member {member.Name}", faults);
                if (others.ValueKind == JsonValueKind.Object)
                {
                    Check(member.Value, others, root, $"{path}.{member.Name}", faults);
                }
            }
        }
    }

    private static void CheckItems(JsonElement value, JsonElement schema, JsonElement root, string path, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(item, schema, root, FormattableString.Invariant($"{path}[{index++}]"), faults);
            }
        }
    }

    private static bool TypeMatches(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(t => TypeMatches(value, t))
        : type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => false,
        };

    private static void Require(bool holds, string fault, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(fault);
        }
    }
}
