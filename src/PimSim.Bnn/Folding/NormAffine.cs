using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Batch norm whose result stays a number, as scale and shift: a = gamma / sqrt(variance + epsilon) and mean * a in double; the scale
/// a * layer's scale and the shift beta - mean * a are rounded to fp32 once. A number is then scale * x rounded, plus shift, rounded.
/// </summary>
internal static class NormAffine
{
    /// <summary>Scale and shift of each channel; without batch norm the layer's scale and 0.</summary>
    /// <exception cref="UserErrorException">PIM0456: one is beyond fp32.</exception>
    public static (float Scale, float Shift)[] Fold(BatchNormNode? norm, int channels, float layerScale)
    {
        var result = new (float Scale, float Shift)[channels];
        if (norm is null)
        {
            Array.Fill(result, (layerScale, 0f));
            return result;
        }

        NormChecks.Require(norm, channels);
        for (int c = 0; c < channels; c++)
        {
            double slope = norm.Gamma[c] / Math.Sqrt((double)norm.Variance[c] + norm.Epsilon);
            double offset = norm.Mean[c] * slope;
            result[c] = ((float)(slope * layerScale), (float)(norm.Beta[c] - offset));
            if (!float.IsFinite(result[c].Scale) || !float.IsFinite(result[c].Shift))
            {
                throw new UserErrorException(
                    "PIM0456", $"batch norm '{norm.Name}' gives a scale or shift beyond fp32 in channel {c}", remedy: "its variance is far too small for its gamma or mean");
            }
        }

        return result;
    }
}
