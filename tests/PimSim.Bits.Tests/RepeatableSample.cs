using CsCheck;

namespace PimSim.Bits.Tests;

/// <summary>Properties with the same samples in every run.</summary>
internal static class RepeatableSample
{
    /// <summary>
    /// Checks a property on <paramref name="count"/> samples. CsCheck seeds only the first sample of a call and draws the
    /// others from the clock; so each sample is a call of its own.
    /// </summary>
    public static void Run<T>(Gen<T> gen, int count, Action<T> property)
    {
        for (int i = 0; i < count; i++)
        {
            gen.Sample(property, seed: $"{i + 1:D12}0", iter: 1, threads: 1);
        }
    }
}
