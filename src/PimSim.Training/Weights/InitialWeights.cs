using PimSim.Core;

namespace PimSim.Training;

/// <summary>Initial weights: uniform within 1 / sqrt(inputs of an output), as is usual for convolutions.</summary>
internal static class InitialWeights
{
    // Streams of the seed: one a layer; shuffles use others (EpochOrder).
    private const ulong FirstStream = 0x5747_0000;

    public static float[] Uniform(ulong seed, int layer, int count, int inputs)
    {
        PhiloxStream stream = new(seed, FirstStream + (ulong)layer);
        float bound = 1f / MathF.Sqrt(inputs);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((2f * stream.NextSingle()) - 1f) * bound;
        }

        return values;
    }
}
