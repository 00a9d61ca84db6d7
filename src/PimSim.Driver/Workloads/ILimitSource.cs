namespace PimSim.Driver;

/// <summary>The host's folding of batch norm and sign into a limit for each channel, asked like an <see cref="IAffineSource"/>.</summary>
public interface ILimitSource
{
    /// <summary>Limit of each channel.</summary>
    /// <param name="layerScale">Scale of the binary layer that gave the counts; 1 for other tensors.</param>
    RealLimit[] Fold(float layerScale);
}
