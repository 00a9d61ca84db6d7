namespace PimSim.Core;

/// <summary>Versions of a format that this build reads, both ends included.</summary>
public readonly record struct VersionRange(int First, int Last)
{
    /// <summary>Whether the version is one of them.</summary>
    public bool Contains(int version) => version >= First && version <= Last;

    /// <summary>The form used in messages: <c>1..2</c>.</summary>
    public override string ToString() => $"{First}..{Last}";
}
