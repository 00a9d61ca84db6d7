namespace PimSim.Core;

/// <summary>A node of a strictly read YAML file, with its place.</summary>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
public abstract record YamlNode(int Line, int Column)
{
    /// <summary>What the node is, for messages: a scalar, a list, a mapping.</summary>
    public abstract string KindName { get; }
}
