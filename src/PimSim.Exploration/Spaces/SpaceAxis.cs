using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>One dimension of a space: a parameter, or several that change together.</summary>
public sealed class SpaceAxis
{
    /// <summary>An axis of parameters with equally many values.</summary>
    internal SpaceAxis(IReadOnlyList<AxisParameter> parameters, YamlNode place)
    {
        Parameters = parameters;
        Place = place;
    }

    /// <summary>What it varies; linked parameters take their values of one index together.</summary>
    public IReadOnlyList<AxisParameter> Parameters { get; }

    /// <summary>Positions on the axis.</summary>
    public int Count => Parameters[0].Values.Count;

    /// <summary>True when neighbouring positions are neighbouring values.</summary>
    public bool IsOrdered => Parameters[0].IsNumeric;

    internal YamlNode Place { get; }
}
