namespace PimSim.Core;

/// <summary>
/// Philox4x32-10, the counter-based generator behind all randomness of the simulator: a pure function of key and
/// counter, so that no order of evaluation and no thread count matters.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011; tested against the
/// known-answer vectors of Random123.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    // Keeps derived keys away from the blocks a stream of the same seed draws.
    private const ulong KeyDomain = 0x50494D5F4B455953;

    /// <summary>128 random bits as four words.</summary>
    /// <param name="key">Key words 0 (low half) and 1.</param>
    /// <param name="counterLow">Counter words 0 (low half) and 1.</param>
    /// <param name="counterHigh">Counter words 2 (low half) and 3.</param>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(ulong key, ulong counterLow, ulong counterHigh)
    {
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        uint c0 = (uint)counterLow;
        uint c1 = (uint)(counterLow >> 32);
        uint c2 = (uint)counterHigh;
        uint c3 = (uint)(counterHigh >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ key0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ key1;
            c3 = (uint)product0;
            key0 = unchecked(key0 + Weyl0);
            key1 = unchecked(key1 + Weyl1);
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// The key of one mechanism (a fault kind, power-up values) under a user's seed. It leaves the whole 128-bit counter to
    /// the caller, unlike <see cref="PhiloxStream"/>, and shares no blocks with streams of the same seed.
    /// </summary>
    public static ulong DeriveKey(ulong seed, ulong mechanism)
    {
        (uint low, uint high, _, _) = Block(seed, mechanism, KeyDomain);
        return low | ((ulong)high << 32);
    }
}
