namespace PimSim.Training;

/// <summary>Changes of the training images, anew in every epoch.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Pixels of black border on each side, out of which an image of the old size is cut at random; 0 for none.</summary>
    public int CropPadding { get; init; }

    /// <summary>Whether every other image, at random, is mirrored left to right.</summary>
    public bool Flip { get; init; }

    /// <summary>Whether anything changes.</summary>
    internal bool IsOn => CropPadding > 0 || Flip;
}
