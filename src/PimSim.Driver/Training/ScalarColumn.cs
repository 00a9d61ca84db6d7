namespace PimSim.Driver;

/// <summary>Numbers of a binary block that all lanes hold alike.</summary>
public static class ScalarColumn
{
    public const int Lower = 0;
    public const int Upper = 1;
    public const int Mean = 2;
    public const int Scale = 3;

    /// <summary>What is learned of the lower threshold, its moments and its gradient.</summary>
    public const int LowerParameter = 4;
    public const int UpperParameter = 8;
    public const int Count = 12;
}
