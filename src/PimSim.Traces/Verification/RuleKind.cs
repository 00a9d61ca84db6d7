namespace PimSim.Traces;

/// <summary>What a rule is about.</summary>
public enum RuleKind
{
    /// <summary>The distance of two commands, by a constraint row of the standard.</summary>
    Row,

    /// <summary>One command or burst at a time on a bus.</summary>
    Bus,

    /// <summary>What the state of the device allows, and the order of cycles: no distances are compared.</summary>
    State,
}
