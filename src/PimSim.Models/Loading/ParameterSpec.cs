using PimSim.Core;

namespace PimSim.Models;

/// <summary>A number that a device file gives, as its standard declares it.</summary>
/// <param name="Name">Name in expressions and key in the device file.</param>
/// <param name="Unit">Unit that a plain number has; empty for counts.</param>
internal sealed record ParameterSpec(string Name, string Unit)
{
    /// <summary>Value when the device file gives none, or null for a required one.</summary>
    public Rational? Default { get; init; }

    /// <summary>Source of the default.</summary>
    public string DefaultSource { get; init; } = "";

    /// <summary>True where a device may give none: what is computed from it is then unknown, never 0.</summary>
    public bool Optional { get; init; }

    /// <summary>Smallest value.</summary>
    public long Min { get; init; }

    /// <summary>Largest value.</summary>
    public long Max { get; init; } = 1_000_000_000;

    /// <summary>True where only an integer makes sense.</summary>
    public bool Whole { get; init; }

    /// <summary>True where an exponent may be given, as in <c>1e-6</c>.</summary>
    public bool IsScientific { get; init; }

    /// <summary>Where the standard declares it, and in which file; null for the loader's own.</summary>
    public YamlScalar? Place { get; init; }
}
