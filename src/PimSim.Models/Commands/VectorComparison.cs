namespace PimSim.Models;

/// <summary>Comparisons of <see cref="VectorOperation.Keep"/>.</summary>
public enum VectorComparison
{
    /// <summary>s at least e.</summary>
    AtLeast,

    /// <summary>s at most e.</summary>
    AtMost,

    /// <summary>s above e.</summary>
    Above,

    /// <summary>s below e.</summary>
    Below,

    /// <summary>|s| not above e.</summary>
    Within,
}
