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

    /// <summary>The same for a check that says whether the property holds.</summary>
    public static void ForEach<T>(this Gen<T> gen, int iterations, Predicate<T> holds) =>
        gen.ForEach(iterations, (T value) => Assert.True(holds(value)));

    /// <summary>The same for pairs.</summary>
    public static void ForEach<T1, T2>(this Gen<(T1, T2)> gen, int iterations, Action<T1, T2> check) =>
        gen.ForEach(iterations, ((T1 A, T2 B) v) => check(v.A, v.B));

    /// <summary>The same for pairs and a check that says whether the property holds.</summary>
    public static void ForEach<T1, T2>(this Gen<(T1, T2)> gen, int iterations, Func<T1, T2, bool> holds) =>
        gen.ForEach(iterations, ((T1 A, T2 B) v) => Assert.True(holds(v.A, v.B)));

    /// <summary>The same for triples.</summary>
    public static void ForEach<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, int iterations, Action<T1, T2, T3> check) =>
        gen.ForEach(iterations, ((T1 A, T2 B, T3 C) v) => check(v.A, v.B, v.C));

    /// <summary>The same for triples and a check that says whether the property holds.</summary>
    public static void ForEach<T1, T2, T3>(this Gen<(T1, T2, T3)> gen, int iterations, Func<T1, T2, T3, bool> holds) =>
        gen.ForEach(iterations, ((T1 A, T2 B, T3 C) v) => Assert.True(holds(v.A, v.B, v.C)));
}
