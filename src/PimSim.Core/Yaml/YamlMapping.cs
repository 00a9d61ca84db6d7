namespace PimSim.Core;

/// <summary>A mapping with scalar keys, each once, in the order of the file.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
public sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    private readonly Dictionary<string, YamlNode> byKey = Entries.ToDictionary(e => e.Key.Text, e => e.Value, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string KindName => "a mapping";

    /// <summary>The value under a key, or null.</summary>
    public YamlNode? Find(string key) => byKey.GetValueOrDefault(key);
}
