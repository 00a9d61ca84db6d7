using System.Text.Json.Serialization;

namespace PimSim.Cluster;

/// <summary>The JSON that clusters keep in their store; unknown members are refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FileManifest))]
[JsonSerializable(typeof(MemberRow))]
internal sealed partial class ClusterJson : JsonSerializerContext;
