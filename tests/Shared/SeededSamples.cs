using CsCheck;

namespace PimSim.Tests;

/// <summary>
/// Property tests that repeat exactly: CsCheck's own seed fixes the first sample only, so each sample gets its own.
/// </summary>
internal static class SeededSamples
{
    /// <summary>Runs the property on <paramref name="count"/> samples; a failure names the seed of its sample.</summary>
    public static void Check<T>(this Gen<T> gen, int count, Action<T> property)
    {
        for (uint i = 0; i < count; i++)
        {
            gen.Sample(property, iter: 1, threads: 1, seed: new PCG(i, 20260101).ToString());
        }
    }
}
