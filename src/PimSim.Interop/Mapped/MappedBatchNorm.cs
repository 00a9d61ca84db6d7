namespace PimSim.Interop;

/// <summary>Batch normalization, per channel.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
/// <param name="Gamma">Factors.</param>
/// <param name="Beta">Summands.</param>
/// <param name="Mean">Running means.</param>
/// <param name="Variance">Running variances.</param>
/// <param name="Epsilon">Added to the variances.</param>
internal sealed record MappedBatchNorm(
    string Name, MapPlace Place, float[] Gamma, float[] Beta, float[] Mean, float[] Variance, float Epsilon) : MappedItem(Name, Place);
