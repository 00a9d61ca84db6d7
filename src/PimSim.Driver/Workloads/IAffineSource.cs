namespace PimSim.Driver;

/// <summary>
/// The host's folding of scales and shifts, by channel. It is asked when the device has made signs and scale of the layer whose
/// results are taken, so that they follow what is stored.
/// </summary>
public interface IAffineSource
{
    /// <summary>Scale and shift of each channel.</summary>
    /// <param name="layerScale">Scale of the binary layer that gave the counts; 1 for other tensors.</param>
    (float Scale, float Shift)[] Fold(float layerScale);
}
