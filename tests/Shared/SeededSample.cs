using CsCheck;

namespace PimSim.Tests;

/// <summary>
/// Properties over a fixed sequence of inputs. CsCheck's own seed argument fixes only the first input of a run, the
/// others differ from run to run; here every input follows from the seed.
/// </summary>
internal static class SeededSample
{
    /// <summary>Checks the first <paramref name="iterations"/> values that the generator gives from <paramref name="seed"/>.</summary>
    public static void ForEach<T>(this Gen<T> gen, int iterations, Action<T> check, uint seed = 1)
    {
        var random = new PCG(seed, 0);
        for (int i = 0; i < iterations; i++)
        {
            T value = gen.Generate(random, null, out _);
            try
            {
                check(value);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"input {i} of seed {seed}: {value}: {fault.Message}", fault);
            }
        }
    }
}
