using System.Diagnostics;
using PimSim.Core;

namespace PimSim.Tests;

/// <summary>
/// Runs a parser over thousands of damaged copies of a good file: it may read them or refuse them as the user's fault, within
/// bounded memory; any other exception is a bug. Every copy follows from the seed.
/// </summary>
internal static class ParserFuzz
{
    // Far above what a small file takes, even on a machine that does other things: it tells hanging from slow.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(30);

    private static readonly ulong[] Hostile =
        [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1UL << 60, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ulong.MaxValue];

    /// <summary>Damages <paramref name="good"/> in <paramref name="count"/> ways; every tenth copy is cut.</summary>
    /// <param name="good">A file that the parser reads.</param>
    /// <param name="count">Copies.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="maxAllocatedBytes">What one call may allocate.</param>
    /// <param name="seed">Which copies.</param>
    public static void Run(byte[] good, int count, Action<byte[]> parse, long maxAllocatedBytes, ulong seed = 1)
    {
        parse(good);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            PhiloxStream random = new(seed, (ulong)i);
            refused += IsRefused(Damage(good, ref random), parse, maxAllocatedBytes, $"copy {i} of seed {seed}") ? 1 : 0;
        }

        Assert.True(refused > count / 20, $"only {refused} of {count} damaged copies were refused");
    }

    /// <summary>Damages the files of a corpus until the time is over.</summary>
    /// <param name="corpus">Files that the parser reads.</param>
    /// <param name="time">How long; each file is damaged at least four times.</param>
    /// <param name="parse">The parser.</param>
    /// <param name="mayAllocate">What a call may allocate, by the length of its file.</param>
    /// <param name="seed">Which copies.</param>
    /// <returns>How many copies were tried, and refused.</returns>
    public static (int Tried, int Refused) RunFor(IReadOnlyList<byte[]> corpus, TimeSpan time, Action<byte[]> parse, Func<int, long> mayAllocate, ulong seed)
    {
        foreach (byte[] good in corpus)
        {
            parse(good);
        }

        Stopwatch clock = Stopwatch.StartNew();
        int refused = 0;
        int tried = 0;
        while (tried < 4 * corpus.Count || clock.Elapsed < time)
        {
            PhiloxStream random = new(seed, (ulong)tried);
            byte[] damaged = Damage(corpus[tried % corpus.Count], ref random);
            refused += IsRefused(damaged, parse, mayAllocate(damaged.Length), $"copy {tried} of seed {seed}") ? 1 : 0;
            tried++;
        }

        return (tried, refused);
    }

    /// <summary>Every prefix of <paramref name="good"/> but the whole is refused as the user's fault.</summary>
    public static void CutAnywhere(byte[] good, Action<byte[]> parse)
    {
        parse(good);
        for (int length = 0; length < good.Length; length++)
        {
            Assert.Throws<UserErrorException>(() => parse(good[..length]));
        }
    }

    private static bool IsRefused(byte[] damaged, Action<byte[]> parse, long maxAllocatedBytes, string copy)
    {
        bool refused = false;
        long start = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            parse(damaged);
        }
        catch (UserErrorException fault)
        {
            refused = true;
            Assert.True(fault.Diagnostics.All(d => d.Code.StartsWith("PIM", StringComparison.Ordinal)), $"{copy} is refused without a number");
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{copy}, {Convert.ToHexString(damaged.AsSpan(0, Math.Min(damaged.Length, 4000)))}: {fault.GetType().Name}: {fault.Message}", fault);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= maxAllocatedBytes, $"{copy}, {damaged.Length} bytes, took {allocated} bytes");
        Assert.True(Stopwatch.GetElapsedTime(start) < MostTime, $"{copy}, {damaged.Length} bytes, took {Stopwatch.GetElapsedTime(start)}");
        return refused;
    }

    private static byte[] Damage(byte[] good, ref PhiloxStream random)
    {
        List<byte> bytes = [.. good];
        if (random.NextInt(10) == 0)
        {
            return good[..random.NextInt(good.Length)];
        }

        for (int changes = 1 + random.NextInt(3); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.NextInt(bytes.Count);
            switch (random.NextInt(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.NextUInt32();
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(1 + random.NextInt(8), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(1 + random.NextInt(16), bytes.Count - at)));
                    break;
                default:
                    ulong value = Hostile[random.NextInt(Hostile.Length)];
                    int size = 1 << random.NextInt(4);
                    for (int b = 0; b < size && at + b < bytes.Count; b++)
                    {
                        bytes[at + b] = (byte)(value >> (8 * b));
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
