using System.Text.Json.Serialization;

namespace PimSim.Exploration;

/// <summary>The JSON of points, results and provenance; unknown members are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PointDescription))]
[JsonSerializable(typeof(PointResult))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(SweepProvenance))]
internal sealed partial class PointJson : JsonSerializerContext;
