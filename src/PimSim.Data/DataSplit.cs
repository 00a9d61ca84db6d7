namespace PimSim.Data;

/// <summary>Which half of a data set.</summary>
public enum DataSplit
{
    /// <summary>The images to train on.</summary>
    Train,

    /// <summary>The images to measure accuracy on.</summary>
    Test,
}
