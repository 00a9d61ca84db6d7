namespace PimSim.Driver;

/// <summary>A parameter's columns side by side.</summary>
public static class ParameterColumn
{
    public const int Value = 0;
    public const int First = 1;
    public const int Second = 2;
    public const int Gradient = 3;
    public const int Count = 4;

    /// <summary>The standardized weight, where a block has it.</summary>
    public const int Standard = 4;
}
