namespace PimSim.Core;

/// <summary>A list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
public sealed record YamlSequence(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string KindName => "a list";
}
