namespace PimSim.Core;

/// <summary>A scalar; its type is decided by whoever reads it.</summary>
/// <param name="Text">The text without quotes.</param>
/// <param name="Quoted">True when it was written in quotes, so that its text starts one column later.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
public sealed record YamlScalar(string Text, bool Quoted, int Line, int Column) : YamlNode(Line, Column)
{
    /// <inheritdoc/>
    public override string KindName => "a single value";
}
