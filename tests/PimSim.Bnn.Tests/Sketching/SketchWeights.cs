using PimSim.Core;

namespace PimSim.Bnn.Tests.Sketching;

/// <summary>Weights drawn from a seed: sums of three uniform numbers, roughly bell-shaped, of any magnitude.</summary>
internal static class SketchWeights
{
    public static float[] Draw(ulong seed, int count, float magnitude = 0.1f)
    {
        var random = new PhiloxStream(seed, 77);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = magnitude * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f);
        }

        return values;
    }
}
