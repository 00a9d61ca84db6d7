namespace PimSim.Training;

/// <summary>Average-pooling.</summary>
internal sealed record AveragePoolDescription : LayerDescription
{
    /// <summary>Rows and columns of a window and its step; null for the whole image.</summary>
    public int? Size { get; init; }
}
