using System.Numerics;

namespace PimSim.Device;

/// <summary>What a SECDED code made of words with wrong bits.</summary>
public sealed class CorrectionCounts
{
    /// <summary>Words with one wrong bit, which was corrected.</summary>
    public long Corrected { get; private set; }

    /// <summary>Words known to be wrong and left as they are.</summary>
    public long Detected { get; private set; }

    /// <summary>Words with several wrong bits that the decoder took for one: it added another.</summary>
    public long Miscorrected { get; private set; }

    /// <summary>Words whose wrong bits make another code word.</summary>
    public long Undetected { get; private set; }

    /// <summary>Adds the counts of <paramref name="other"/>.</summary>
    public void Add(CorrectionCounts other)
    {
        Corrected += other.Corrected;
        Detected += other.Detected;
        Miscorrected += other.Miscorrected;
        Undetected += other.Undetected;
    }

    internal void Add(ReadOnlySpan<ulong> wrong, uint wrongCheck, bool decoded, int bit)
    {
        int weight = BitOperations.PopCount(wrongCheck);
        foreach (ulong word in wrong)
        {
            weight += BitOperations.PopCount(word);
        }

        if (!decoded)
        {
            Detected++;
        }
        else if (bit < 0)
        {
            Undetected++;
        }
        else if (weight == 1)
        {
            Corrected++;
        }
        else
        {
            Miscorrected++;
        }
    }
}
