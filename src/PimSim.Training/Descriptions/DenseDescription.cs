namespace PimSim.Training;

/// <summary>A fully connected layer; with batch norm, unless it is the last one and real.</summary>
internal sealed record DenseDescription : LayerDescription
{
    /// <summary>Outputs; null in the last layer, which has one for each class.</summary>
    public int? Units { get; init; }
}
