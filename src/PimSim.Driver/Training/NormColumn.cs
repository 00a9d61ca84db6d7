namespace PimSim.Driver;

/// <summary>What the columns of a batch norm's line hold, a channel a lane.</summary>
public static class NormColumn
{
    /// <summary>A total over the batch, from the host.</summary>
    public const int Total = 0;
    public const int Mean = 1;
    public const int Inverse = 2;
    public const int RunningMean = 3;
    public const int RunningVariance = 4;

    /// <summary>Scale, its first and second moment and its gradient.</summary>
    public const int Gamma = 5;

    /// <summary>Shift, its moments and its gradient.</summary>
    public const int Beta = 9;

    /// <summary>The scale of the channel's signs, where each channel has its own.</summary>
    public const int Scale = 13;
    public const int Count = 14;
}
