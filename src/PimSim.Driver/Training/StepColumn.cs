namespace PimSim.Driver;

/// <summary>A column access of the open row of a schedule.</summary>
/// <param name="Parity">Which of the unit's banks.</param>
/// <param name="Column">Column access.</param>
internal readonly record struct StepColumn(int Parity, StepIndex Column)
{
    public static StepColumn operator +(StepColumn a, int b) => a with { Column = a.Column + b };

    public static StepColumn operator +(StepColumn a, StepIndex b) => a with { Column = a.Column + b };
}
